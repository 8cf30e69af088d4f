using Hello;
using Portable.AzureFunctions;

return await FunctionsWorker.RunAsync(args, "hello", HelloApp.Create);
