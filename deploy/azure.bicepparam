// The values of make azure-deploy, from the environment: so no secret stands on a command line.
using 'azure.bicep'

param name = readEnvironmentVariable('APP')
param redisUrl = readEnvironmentVariable('UPSTASH_REDIS_URL')
param registration = readEnvironmentVariable('REGISTRATION', 'closed')
param proxyHeader = readEnvironmentVariable('PROXY_HEADER', '')
