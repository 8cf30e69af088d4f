using Portable.Lambda;

return await LambdaRuntime.RunAsync(MyApi.OrderApp.Create);
