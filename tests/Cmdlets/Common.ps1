# Dot-sourced by every suite: the built module, and a few verbs that make tests read as sentences.

$ModulePath = Join-Path $PSScriptRoot '../../out/ContainerNet'
if (-not (Test-Path $ModulePath)) {
    throw "The module is not built: run 'dotnet build' or ./build.ps1 Build first."
}

Import-Module $ModulePath -Force

# A host that was recorded while forwarding was off; how, stands in tests/Fixtures/snapshots/README.md.
$ForwardingOff = (Resolve-Path (Join-Path $PSScriptRoot '../Fixtures/snapshots/forwarding-off.json')).Path
$Healthy = (Resolve-Path (Join-Path $PSScriptRoot '../Fixtures/snapshots/healthy.json')).Path

# What Tab offers at the end of the text.
function Complete([string] $Text) {
    [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches
}

# The lines that a terminal of 100 columns shows, without colours.
function Show {
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    try {
        ($input | Out-String -Width 100) -split '\r?\n'
    }
    finally {
        $PSStyle.OutputRendering = $rendering
    }
}

function Get-Page([string] $Cmdlet) {
    Join-Path $PSScriptRoot "../../docs/en-US/$Cmdlet.md"
}

# The cmdlet's own parameters, without those that every cmdlet has.
function Get-OwnParameter([string] $Cmdlet) {
    $common = [System.Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf', 'Confirm'
    (Get-Command $Cmdlet).Parameters.Values | Where-Object Name -NotIn $common
}
