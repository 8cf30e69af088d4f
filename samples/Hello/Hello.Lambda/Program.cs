using Hello;
using Portable.Lambda;

return await LambdaRuntime.RunAsync(HelloApp.Create);
