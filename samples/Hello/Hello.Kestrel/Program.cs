using Hello;
using Portable.AspNetCore;

return await KestrelRunner.RunAsync(HelloApp.Create);
