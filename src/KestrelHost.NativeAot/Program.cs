using Lessons.Server;

return await ServerProgram.RunAsync(args);
