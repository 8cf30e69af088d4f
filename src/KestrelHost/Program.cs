using Lessons;
using Lessons.KestrelHost;
using Lessons.Server;
using Portable.Http;

try
{
    return await ServerProgram.RunAsync(args, DevelopmentRedis.Start);
}
catch (EmbeddedRedisException exception)
{
    StandardError.WriteLine(exception.Message);
    return 1;
}
