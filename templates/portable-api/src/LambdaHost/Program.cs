#if (redis)
using MyApi;
using Portable.Lambda;

// A URL with a password is a secret. On AWS this variable has the name of a parameter of Systems Manager, and the parameter has the URL.
const string Variable = "UPSTASH_REDIS_URL_PARAMETER";

return await LambdaRuntime.RunAsync(async (host, _) => host.GetVariable(Variable) is { Length: > 0 } name
    ? OrderApp.Create(host, RedisOrderStore.Open(host, await new ParameterStore(host.GetVariable, host.Time, Variable).GetAsync(name), name))
    : OrderApp.Create(host));
#else
using Portable.Lambda;

return await LambdaRuntime.RunAsync(MyApi.OrderApp.Create);
#endif
