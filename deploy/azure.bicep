// Deploys the service to Azure Functions, on a Flex Consumption plan.
// It makes the function app, its plan, its identity, a storage account, a Key Vault with the Redis URL, and Application Insights.
//
//   UPSTASH_REDIS_URL=rediss://... make azure-deploy APP=name GROUP=resource-group
//
// Whoever deploys it must be allowed to assign roles: Owner of the resource group is enough.
// A new role takes some minutes to act. If the app could not read the Redis URL, restart the app.
// A deleted vault keeps its name for 90 days. Recover it before you deploy the same app to the same group again.
// The Bicep compiler 0.47.16 checked this file. Nobody has run it on Azure.

targetScope = 'resourceGroup'

@description('Names the app. The app\'s URL contains the name, so the name must be unique on Azure.')
@minLength(2)
@maxLength(40)
param name string

@description('The region. It must offer Flex Consumption.')
param location string = resourceGroup().location

@description('The URL of Redis: redis:// or rediss://. The Key Vault keeps it.')
@secure()
@minLength(9)
param redisUrl string

@description('The memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('How many instances may run at a time.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('With closed, only the operator adds accounts.')
@allowed(['open', 'closed'])
param registration string = 'closed'

@description('The header in which the front end names the client. The front end must overwrite what a client writes into it. Empty trusts no header. X-Forwarded-For is refused, since the Functions host overwrites it.')
param proxyHeader string = ''

@description('Keeps anyone from purging the deleted vault for 90 days. Once it is on, nobody can turn it off.')
param purgeProtection bool = true

@description('Further app settings, such as { LOG_REQUESTS: \'false\' }.')
param extraSettings object = {}

// These names must be unique on Azure too.
var suffix = uniqueString(resourceGroup().id, name)
var storageName = 'st${suffix}'
var vaultName = 'kv-${suffix}'

var containerName = 'packages'

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var blobDataOwner = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
)
var secretsUser = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '4633458b-17de-408a-b874-0445c86b69e6'
)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-identity'
  location: location
}

// The Functions host keeps its keys and locks here. The container holds the deployed package.
resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: storageName
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: containerName
      properties: { publicAccess: 'None' }
    }
  }
}

resource storageRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, identity.id, blobDataOwner)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: blobDataOwner
  }
}

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: vaultName
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: purgeProtection ? true : null // the vault refuses false
  }

  resource redisSecret 'secrets' = {
    name: 'redis-url'
    properties: {
      contentType: 'text/plain'
      value: redisUrl
    }
  }
}

resource vaultRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, secretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
  }
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true } // Linux
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${containerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
    }
    siteConfig: {
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
  }
  dependsOn: [storage::blobs::packages, storageRole, vaultRole]

  // Flex Consumption refuses FUNCTIONS_WORKER_RUNTIME here. functionAppConfig contains the runtime.
  // A deployment replaces all settings. It removes every setting that is not here.
  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      AzureWebJobsDisableHomepage: 'true'
      AzureWebJobsStorage__accountName: storage.name
      AzureWebJobsStorage__clientId: identity.properties.clientId
      AzureWebJobsStorage__credential: 'managedidentity'
      FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '4194304'
      LOGIN_MODE: 'password'
      REGISTRATION: registration
      SESSION_COOKIE_NAME: '__Host-xxx_session_id'
      UPSTASH_REDIS_URL: '@Microsoft.KeyVault(SecretUri=${vault::redisSecret.properties.secretUri})'
      ...extraSettings
      ...(empty(proxyHeader) ? {} : { TRUST_PROXY: 'true', PROXY_HEADER: proxyHeader })
    }
  }

  // These refuse the passwords of the publishing profile. A deployment uses the caller's token.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
