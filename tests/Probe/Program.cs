using Portable.AspNetCore;
using Portable.AzureFunctions;
using Portable.Lambda;

// Lambda sets this variable. The Functions host starts its worker with arguments. A Kestrel server has no such variable and no arguments.
return Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not null
    ? await LambdaRuntime.RunAsync(ProbeApp.Create)
    : args.Length > 0 ? await FunctionsWorker.RunAsync(args, "probe", ProbeApp.Create) : await KestrelRunner.RunAsync(ProbeApp.Create);
