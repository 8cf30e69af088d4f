<#
.SYNOPSIS
Builds, runs and tests this solution on Windows and macOS, and wherever make is not installed.
.DESCRIPTION
    help             print this text
    build            build everything
    test             test the built programs on every host
#if (kestrel)
    run              run the server on http://localhost:5000
    publish-server   publish the server to build/server
#endif
#if (lambda)
    lambda-local     serve a Function URL on http://localhost:5001 in front of the Lambda program
#endif
#if (azure)
    functions-local  serve the function app on http://localhost:7071, through a stand-in for the Functions host
#endif
#if (tools)
The Makefile also publishes the programs for the clouds, on Linux.
#endif
.EXAMPLE
pwsh build.ps1 test
#>
param([Parameter(Position = 0)] [string] $Command = 'help')

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# Runs dotnet, and ends the script with the exit code of dotnet if dotnet fails.
function Invoke-DotNet([string[]] $Arguments) {
    & dotnet @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Build([string[]] $Project = @()) {
    Invoke-DotNet (@('build') + $Project + @('--configuration', 'Release', '--verbosity', 'quiet'))
}

#if (tools)
# Builds a host, and runs the tool that replaces its cloud.
function Invoke-Tool([string] $Project, [string[]] $Arguments) {
    Invoke-Build $Project
    Invoke-DotNet @('tool', 'restore')
    Invoke-DotNet (@('tool', 'run') + $Arguments)
}

#endif
function Invoke-Test {
    Invoke-Build
#if (tools)
    Invoke-DotNet @('tool', 'restore')
#endif
    Invoke-DotNet @('test', '--no-build', '--configuration', 'Release')
}

#if (kestrel)
function Invoke-PublishServer {
    if (Test-Path build/server) { Remove-Item -Recurse build/server }
    Invoke-DotNet @('publish', 'src/KestrelHost', '--configuration', 'Release', '--output', 'build/server')
}

#endif
Push-Location $PSScriptRoot
try {
    switch ($Command) {
        'help' { Write-Host (Get-Help $PSCommandPath).Description.Text }
        'build' { Invoke-Build }
        'test' { Invoke-Test }
#if (kestrel)
        'run' { Invoke-DotNet @('run', '--project', 'src/KestrelHost', '--configuration', 'Release') }
        'publish-server' { Invoke-PublishServer }
#endif
#if (lambda && redis)
        'lambda-local' { Invoke-Tool 'src/LambdaHost' @('lambda-local', '--', '--bootstrap', 'artifacts/bin/LambdaHost/release/bootstrap') }
#elseif (lambda)
        'lambda-local' { Invoke-Tool 'src/LambdaHost' @('lambda-local', '--', '--bootstrap', 'artifacts/bin/LambdaHost/release/bootstrap', '--no-redis') }
#endif
#if (azure && redis)
        'functions-local' { Invoke-Tool 'src/AzureHost' @('functions-local', '--', '--app', 'artifacts/bin/AzureHost/release') }
#elseif (azure)
        'functions-local' { Invoke-Tool 'src/AzureHost' @('functions-local', '--', '--app', 'artifacts/bin/AzureHost/release', '--no-redis') }
#endif
        default { Write-Host "There is no command $Command. The command help lists the commands."; exit 1 }
    }
}
finally {
    Pop-Location
}
