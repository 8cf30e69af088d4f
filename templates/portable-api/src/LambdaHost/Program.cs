using MyApi;
using Portable.Lambda;

return await LambdaRuntime.RunAsync(OrderApp.Create);
