#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, documents and packs ContainerNet.
.DESCRIPTION
    Runs the named tasks in order. `dotnet build` alone leaves the same importable module under out/ContainerNet.

    Build    compile everything; the module is laid out under out/ContainerNet
    Test     unit tests (xunit) and cmdlet tests (Pester); no root, no containers
    LabTest  end-to-end tests on real hosts; needs root and systemd-nspawn
    Docs     build en-US/*-Help.xml from docs/en-US; needs Microsoft.PowerShell.PlatyPS
    Pack     out/ContainerNet.VERSION.zip, and the command line program beside it
    Clean    remove what the other tasks made
.PARAMETER Task
    The tasks to run.
.PARAMETER Bootstrap
    Installs Pester and PlatyPS for the current user when they are missing.
.EXAMPLE
    ./build.ps1 Build, Test
.EXAMPLE
    ./build.ps1 Docs -Bootstrap
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'LabTest', 'Docs', 'Pack', 'Clean')]
    [string[]] $Task = 'Build',

    [switch] $Bootstrap
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$Out = Join-Path $PSScriptRoot out
$Module = Join-Path $Out ContainerNet

function Assert-Tool([string] $Name, [version] $Minimum, [switch] $Optional) {
    $found = Get-Module -ListAvailable -Name $Name | Where-Object Version -GE $Minimum |
        Sort-Object Version -Descending | Select-Object -First 1
    if (-not $found -and $Bootstrap) {
        Install-PSResource -Name $Name -Version "[$Minimum,)" -Scope CurrentUser -TrustRepository
        $found = Get-Module -ListAvailable -Name $Name | Sort-Object Version -Descending | Select-Object -First 1
    }
    if ($found) {
        Write-Host "using $Name $($found.Version)"
        return $true
    }
    if ($Optional) {
        Write-Warning "$Name $Minimum is not installed (-Bootstrap installs it)."
        return $false
    }
    throw "$Name $Minimum is needed; -Bootstrap installs it."
}

function Build {
    Write-Host "using PowerShell $($PSVersionTable.PSVersion), .NET SDK $(dotnet --version)"
    dotnet build (Join-Path $PSScriptRoot ContainerNet.sln) --configuration Release
}

function Test {
    dotnet test (Join-Path $PSScriptRoot tests/ContainerNet.Tests) --configuration Release
    $null = Assert-Tool Pester 5.5
    # A process of its own: an assembly, once loaded, cannot be built again.
    pwsh -NoProfile -File (Join-Path $PSScriptRoot tests/Cmdlets/Invoke-Tests.ps1)
}

function LabTest {
    if ((id -u) -ne '0') {
        throw 'LabTest boots hosts and needs root: sudo pwsh ./build.ps1 LabTest'
    }
    dotnet test (Join-Path $PSScriptRoot tests/Lab) --configuration Release
}

function Docs {
    $null = Assert-Tool Microsoft.PowerShell.PlatyPS 1.0
    $pages = Join-Path $PSScriptRoot docs/en-US
    $target = Join-Path $PSScriptRoot en-US
    $work = Join-Path $Out maml
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
    $null = New-Item $work, $target -ItemType Directory -Force
    Import-Module Microsoft.PowerShell.PlatyPS
    Measure-PlatyPSMarkdown -Path (Join-Path $pages '*-*.md') |
        Where-Object Filetype -Match CommandHelp |
        Import-MarkdownCommandHelp -Path { $_.FilePath } |
        Export-MamlCommandHelp -OutputFolder $work -Force | Out-Null
    Get-ChildItem $work -Recurse -Filter '*-Help.xml' | Copy-Item -Destination $target -Force
    # The module that is built already gets it too, so that Get-Help shows it without another build.
    if (Test-Path $Module) {
        Copy-Item $target $Module -Recurse -Force
    }
    Write-Host "en-US is built from $((Get-ChildItem $pages '*-*.md').Count) pages"
}

function Pack {
    Build
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot ContainerNet.psd1)).ModuleVersion
    $archive = Join-Path $Out "ContainerNet.$version.zip"
    Remove-Item $archive -ErrorAction Ignore
    [IO.Compression.ZipFile]::CreateFromDirectory($Module, $archive, 'Optimal', $true)
    dotnet publish (Join-Path $PSScriptRoot src/ContainerNet.Cli) --configuration Release
    Get-Item $archive, (Join-Path $Out cli/containernet) | ForEach-Object {
        Write-Host ('{0} {1:N1} MB' -f $_.FullName, ($_.Length / 1MB))
    }
}

function Clean {
    Remove-Item $Out -Recurse -Force -ErrorAction Ignore
    dotnet clean (Join-Path $PSScriptRoot ContainerNet.sln) --verbosity quiet
}

foreach ($name in $Task) {
    Write-Host "== $name"
    & $name
}
