<#
.SYNOPSIS
    Runs the cmdlet tests on the module that is built under out/ContainerNet; neither root nor containers are needed.
#>
[CmdletBinding()]
param(
    # Test files to run; all of them by default.
    [string[]] $Path = $PSScriptRoot
)

$ErrorActionPreference = 'Stop'
$pester = Get-Module -ListAvailable Pester | Where-Object Version -GE 5.5 | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) {
    throw 'Pester 5.5 or later is needed: ./build.ps1 Test -Bootstrap'
}

Import-Module $pester.Path
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
# The closing line that tests/run.sh adds to its sums.
'PESTER {0} {1} {2}' -f $result.PassedCount, ($result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount), $result.SkippedCount
exit ($result.Result -eq 'Passed' ? 0 : 1)
