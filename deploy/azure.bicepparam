// make azure-deploy reads its values from the environment, so that no secret is on a command line.
using 'azure.bicep'

param name = readEnvironmentVariable('APP')
param redisUrl = readEnvironmentVariable('UPSTASH_REDIS_URL')
param registration = readEnvironmentVariable('REGISTRATION', 'closed')
param proxyHeader = readEnvironmentVariable('PROXY_HEADER', '')
