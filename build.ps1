<#
.SYNOPSIS
Builds, runs and tests this repository on Windows and macOS, and wherever make is not installed.
.DESCRIPTION
    help     print this text
    setup    check that git and the .NET SDK are installed, and restore the packages
    run      run the Kestrel host from source, on http://localhost:5000
    test     run the tests that need the SDK only
    format   format the code
    pack     pack the libraries, the tools and the template to build/packages
The Native AOT programs and the container image are for Linux. The Makefile builds them there.
The script runs on Windows PowerShell 5.1 and on PowerShell 7. It changes no variable of the calling shell.
.EXAMPLE
powershell -ExecutionPolicy Bypass -File build.ps1 test
.EXAMPLE
pwsh build.ps1 test
#>
param(
    [Parameter(Position = 0)]
    [ValidateSet('help', 'setup', 'run', 'test', 'format', 'pack')]
    [string] $Command = 'help'
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'

# Runs a program and ends the script where the program fails, with the program's exit code.
function Invoke-Program([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

# Runs a block with these environment variables, and restores their former values after the block.
function Invoke-WithVariables([hashtable] $Variables, [scriptblock] $Block) {
    $former = @{}
    foreach ($name in $Variables.Keys) { $former[$name] = [Environment]::GetEnvironmentVariable($name) }
    try {
        foreach ($name in $Variables.Keys) { [Environment]::SetEnvironmentVariable($name, $Variables[$name]) }
        & $Block
    }
    finally {
        foreach ($name in $former.Keys) {
            # PowerShell passes $null as an empty text, which sets a variable on .NET 9 and later.
            $value = if ($null -eq $former[$name]) { [NullString]::Value } else { $former[$name] }
            [Environment]::SetEnvironmentVariable($name, $value)
        }
    }
}

function Invoke-Setup {
    $wanted = (Get-Content -Raw global.json | ConvertFrom-Json).sdk.version
    foreach ($program in 'git', 'dotnet') {
        if (-not (Get-Command $program -ErrorAction SilentlyContinue)) {
            Write-Host "$program is not installed. The commands need git and the .NET SDK $wanted or a later feature band of it."
            exit 1
        }
    }

    # The SDK reads global.json and fails where no installed SDK satisfies it.
    Invoke-Program 'dotnet' @('--version')
    Invoke-Program 'dotnet' @('restore', '--verbosity', 'quiet')
    Invoke-Program 'dotnet' @('tool', 'restore', '--verbosity', 'quiet')
    Write-Host 'git, the .NET SDK and all packages are installed.'
}

function Invoke-Test {
    # The tests have their own catalogues. Without the analysers the build takes half of the time.
    $variables = @{ LESSONS_FILE = [IO.Path]::GetFullPath('/nowhere'); ANALYZE = 'false' }
    Invoke-WithVariables $variables {
        Invoke-Program 'dotnet' @('build', 'tests/Tests.slnf', '--configuration', 'Release', '--verbosity', 'quiet')
        Invoke-Program 'dotnet' @('artifacts/bin/TestRun/release/test-run.dll', 'quick')
    }
}

function Invoke-Pack {
    if (Test-Path build/packages) { Remove-Item -Recurse build/packages }
    $libraries = 'Http', 'Redis', 'Lambda', 'AzureFunctions', 'AspNetCore', 'Conformance' | ForEach-Object { "src/Portable.$_" }
    foreach ($project in $libraries + 'tools/LambdaLocal', 'tools/FunctionsLocal', 'templates') {
        Invoke-Program 'dotnet' @('pack', $project, '--configuration', 'Release', '--output', 'build/packages', '--verbosity', 'quiet')
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Command) {
        'help' { Write-Host (Get-Help $PSCommandPath).Description.Text }
        'setup' { Invoke-Setup }
        'run' { Invoke-Program 'dotnet' @('run', '--project', 'src/KestrelHost') }
        'test' { Invoke-Test }
        'format' { Invoke-Program 'dotnet' @('format') }
        'pack' { Invoke-Pack }
    }
}
finally {
    Pop-Location
}
