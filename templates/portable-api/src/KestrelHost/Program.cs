using Portable.AspNetCore;

return await KestrelRunner.RunAsync(MyApi.OrderApp.Create);
