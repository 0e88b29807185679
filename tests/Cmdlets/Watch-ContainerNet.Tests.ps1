BeforeDiscovery {
    # A network namespace of our own: nothing of this machine's network is touched.
    $Reason = if ((id -u) -ne '0') { 'not root' }
    elseif ($missing = 'nft', 'unshare', 'ip', 'sysctl' | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) }) { "$missing is missing" }
    else {
        $null = unshare --net nft list tables 2>&1
        $LASTEXITCODE -eq 0 ? '' : 'no network namespace with nf_tables can be made here'
    }
    if ($Reason) {
        Write-Host "Watch-ContainerNet in a namespace is skipped: $Reason."
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)

    $Pwsh = @((Get-Process -Id $PID).Path)
    if ((Split-Path $Pwsh[0] -Leaf) -eq 'dotnet') {
        $Pwsh += [Environment]::GetCommandLineArgs()[0]
    }

    # Runs a script with the module loaded in a network namespace of its own; it changes something while it watches.
    function Invoke-Apart([string] $Change, [string] $Script) {
        $file = Join-Path $TestDrive apart.ps1
        Set-Content $file @"
`$ErrorActionPreference = 'Stop'
`$WarningPreference = 'SilentlyContinue'
`$ProgressPreference = 'SilentlyContinue'
Import-Module '$ModulePath'
`$change = Start-Process -PassThru sh -ArgumentList '-c', '"sleep 3; $Change"'
$Script
"@
        & unshare --net @Pwsh -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object { "$_" }
    }

    $Moment = [DateTimeOffset]::new(2026, 11, 28, 3, 38, 56, 726, [TimeSpan]::Zero)
    $Change = [ContainerNet.Watching.NetChange]@{
        When = $Moment; Kind = 'Forwarding'; Subject = 'IPv4 forwarding'; Before = 'on'; After = 'off'; Events = 12
        What = 'IPv4 forwarding was switched off, on 10 interfaces and for new ones.'
        Actor = [ContainerNet.Watching.ChangeActor]@{
            Process = 'sysctl'; ProcessId = 863; Unit = 'hardening.service'; IsCertain = $true
            How = 'the kernel names who wrote net.ipv4.ip_forward, its control group names the unit'
        }
        Surroundings = [ContainerNet.Watching.Surroundings]@{
            Journal = [ContainerNet.Model.JournalEntry[]] @(
                [ContainerNet.Model.JournalEntry]@{ At = $Moment; Source = "sys`e[2Jctl"; Message = 'net.ipv4.ip_forward = 0' })
            Units = [ContainerNet.Watching.UnitEvent[]] @(
                [ContainerNet.Watching.UnitEvent]@{ At = $Moment; Unit = 'hardening.service'; State = 'activating' })
        }
    }
}

Describe 'Watch-ContainerNet' {
    It 'gives changes by default, and findings with -Finding' {
        $command = Get-Command Watch-ContainerNet
        $command.DefaultParameterSet | Should -BeExactly 'Changes'
        $command.Parameters['Kind'].ParameterSets.Keys | Should -Be 'Changes'
        $command.Parameters['IncludeRule'].ParameterSets.Keys | Should -Be 'Findings'
        $command.OutputType.Name | Should -Be 'ContainerNet.Watching.NetChange', 'ContainerNet.Findings.Finding'
    }

    It 'completes kinds and codes' {
        (Complete 'Watch-ContainerNet -Kind Fo').ListItemText | Should -Contain 'Forwarding'
        (Complete 'Watch-ContainerNet -Finding -IncludeRule CN100').ListItemText | Should -Contain 'CN1001'
    }

    It 'refuses <Id>' -ForEach @(
        @{ Command = { Watch-ContainerNet -Kind Weather }; Id = 'CannotConvertArgumentNoMessage,*' }
        @{ Command = { Watch-ContainerNet -Count 0 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Watch-ContainerNet -Finding -Kind Rules }; Id = 'AmbiguousParameterSet,*' }
        @{ Command = { Watch-ContainerNet -TimeoutSeconds 0 }; Id = 'ParameterArgumentValidationError,*' }
    ) {
        $Command | Should -Throw -ErrorId $Id
    }

    It 'shows who did what in a table of 100 columns' {
        $lines = $Change | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $text = ($lines -join ' ') -replace '\s+', ' '
        $text | Should -Match 'When Kind Actor What'
        $text | Should -BeLike '*Forwarding*sysctl?863?*hardening.service*'
        $text | Should -Match '\d\d:\d\d:56\.726'
    }

    It 'lists what surrounds it, and lets no escape sequence through' {
        $text = ($Change | Format-List | Out-String -Width 100)
        foreach ($word in 'on -> off', 'names who wrote', 'hardening.service: activating', 'net.ipv4.ip_forward = 0', 'Events') {
            $text | Should -BeLike "*$word*"
        }

        $text | Should -Not -BeLike "*`e``[2J*"
    }

    It 'says when only nearness names somebody' {
        $guess = [ContainerNet.Watching.ChangeActor]@{ Unit = 'a.service'; IsCertain = $false; How = 'nothing else' }
        "$guess" | Should -BeExactly 'a.service?'
    }

    It 'tells a change as it happens, with its writer, and ends with -Count' -Skip:($Reason -ne '') {
        $lines = Invoke-Apart 'sysctl -qw net.ipv4.ip_forward=1' @'
Watch-ContainerNet -Kind Forwarding -Count 1 -TimeoutSeconds 60 | ForEach-Object { "$($_.Subject) $($_.Before) $($_.After)" }
'@
        $lines | Should -Be 'IPv4 forwarding off on'
    }

    It 'names the program that changed rules' -Skip:($Reason -ne '') {
        $lines = Invoke-Apart 'nft add table inet watched' @'
Watch-ContainerNet Rules | Select-Object -First 1 | ForEach-Object { "$($_.Actor.Process) $($_.Actor.IsCertain) $($_.What)" }
'@
        $lines | Should -Be 'nft True nft changed inet watched: table inet watched added.'
    }

    It 'ends by itself with -TimeoutSeconds, and leaves no process behind' -Skip:($Reason -ne '') {
        $lines = Invoke-Apart 'true' @'
$took = (Measure-Command { $got = Watch-ContainerNet Rules -TimeoutSeconds 4 }).TotalSeconds
"$(@($got).Count) $($took -lt 30)"
'@
        $lines | Should -Be '0 True'
    }
}
