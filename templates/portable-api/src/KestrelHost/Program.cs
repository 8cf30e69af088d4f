using MyApi;
using Portable.AspNetCore;

return await KestrelRunner.RunAsync(OrderApp.Create);
