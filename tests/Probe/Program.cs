using Portable.AspNetCore;
using Portable.AzureFunctions;
using Portable.Lambda;
using Portable.Probe;

// Lambda sets a variable, the Functions host writes a command line, and a plain server has neither.
return Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is not null
    ? await LambdaRuntime.RunAsync(ProbeApp.Create)
    : args.Length > 0 ? await FunctionsWorker.RunAsync(args, "probe", ProbeApp.Create) : await KestrelRunner.RunAsync(ProbeApp.Create);
