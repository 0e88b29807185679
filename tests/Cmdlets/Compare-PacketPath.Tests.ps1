BeforeDiscovery {
    # A network namespace of our own: nothing of this machine's network is touched.
    $Reason = if ((id -u) -ne '0') { 'not root' }
    elseif ($missing = 'nft', 'unshare', 'ip' | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) }) { "$missing is missing" }
    else {
        $null = unshare --net nft list tables 2>&1
        $LASTEXITCODE -eq 0 ? '' : 'no network namespace with nf_tables can be made here'
    }
    if ($Reason) {
        Write-Host "Compare-PacketPath in a namespace is skipped: $Reason."
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Snapshots = Join-Path $PSScriptRoot '../Fixtures/snapshots'
    $WalkHealthy = Join-Path $Snapshots walk-healthy.json
    $WalkDrop = Join-Path $Snapshots walk-docker-user-drop.json
    $Pwsh = @((Get-Process -Id $PID).Path)
    if ((Split-Path $Pwsh[0] -Leaf) -eq 'dotnet') {
        $Pwsh += [Environment]::GetCommandLineArgs()[0]
    }

    # Runs a script with the module loaded in a network namespace of its own, where only loopback is, and gives its lines. It is
    # process 1 there: the host's listeners are those of that process's namespace.
    function Invoke-Apart([string] $Script, [string] $Rules = '') {
        $file = Join-Path $TestDrive apart.ps1
        Set-Content $file @"
`$ErrorActionPreference = 'Stop'
`$WarningPreference = 'SilentlyContinue'
`$ProgressPreference = 'SilentlyContinue'
Import-Module '$ModulePath'
ip link set lo up
'$Rules' | nft -f -
`$listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 8099)
`$listener.Start()
$Script
"@
        & unshare --net --pid --fork --mount-proc --kill-child @Pwsh -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object { "$_" }
    }
}

Describe 'Compare-PacketPath' {
    It 'compares with the kernel by default, and two paths by position' {
        $command = Get-Command Compare-PacketPath
        $command.DefaultParameterSet | Should -BeExactly 'WithKernel'
        $command.Parameters['InputObject'].ParameterSets['WithKernel'].ValueFromPipeline | Should -BeTrue
        $command.OutputType.Name | Should -Be 'ContainerNet.Paths.PathComparison'
    }

    It 'finds nothing to say of a path and itself' {
        $path = Get-PacketPath web -Port 8080 -Snapshot $WalkHealthy
        $comparison = Compare-PacketPath $path $path
        $comparison.IsSame | Should -BeTrue
        $comparison.Agreement | Should -Be 'Same'
        $comparison.Differences | Should -BeNullOrEmpty
        "$($comparison.From) $($comparison.To) $($comparison.Protocol) $($comparison.Expected) $($comparison.Actual)" |
            Should -Be 'External web:8080 Tcp Delivered Delivered'
    }

    It 'says what a rule changed, path by path' {
        $comparisons = Compare-PacketPath (Get-PacketPath web -Snapshot $WalkHealthy) (Get-PacketPath web -Snapshot $WalkDrop)
        $comparisons.To | Should -Be 'web:8080', 'web:8443'
        $comparisons.Agreement | Should -Be 'Different', 'Same'
        $difference = $comparisons[0].Differences
        $difference.Count | Should -Be 1
        $difference.What | Should -Be 'Verdict'
        $difference.Expected | Should -Be 'Delivered'
        $difference.Hop.Chain | Should -Be 'DOCKER-USER'
        $comparisons[0].ActualPath.DecidingHop.Rule | Should -Be '-i host0 -p tcp -m tcp --dport 80 -j DROP'
    }

    It 'does not call Unknown the same, nor different' {
        $comparison = Compare-PacketPath (Get-PacketPath web -Port 8080 -Snapshot $Healthy) (Get-PacketPath web -Port 8080 -Snapshot $WalkDrop)
        $comparison.Agreement | Should -Be 'Undecided'
        $comparison.IsSame | Should -BeFalse
        $comparison.Differences | Should -BeNullOrEmpty
        $comparison.Notes | Should -BeLike '*concludes nothing*the namespace of web was not read*'
    }

    It 'names paths that only one side has' {
        $both = Get-PacketPath web -Snapshot $WalkHealthy
        $errors = $null
        $comparisons = @(Compare-PacketPath $both (@($both[1]) + (Get-PacketPath db -Snapshot $WalkHealthy)) -ErrorAction SilentlyContinue -ErrorVariable errors)
        $comparisons.To | Should -Be 'web:8443'
        $errors.FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
        $errors.TargetObject | Should -Be 'web:8080', 'db:5432'
    }

    It 'sends no packets for the path of another host' {
        $path = Get-PacketPath web -Port 8080 -Snapshot $WalkHealthy
        { $path | Compare-PacketPath -WarningAction Ignore -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
        { $path | Compare-PacketPath -WarningAction Ignore -ErrorAction Stop } | Should -Throw '*-ReferenceObject and -DifferenceObject*'
    }

    It 'has a row with both verdicts and the difference, within 100 columns: <View>' -ForEach @(@{ View = 'table' }, @{ View = 'list' }) {
        $comparison = Compare-PacketPath (Get-PacketPath web -Snapshot $WalkHealthy) (Get-PacketPath web -Snapshot $WalkDrop)
        $lines = $View -eq 'table' ? ($comparison | Show) : ($comparison | Format-List | Show)
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $text = $lines -join ' ' -replace '\s+', ' '
        $text | Should -BeLike ($View -eq 'table' ? '*External web:8080 Delivered Dropped Different Verdict: expected*' : '*Agreement : Different*x forward*')
    }
}

Describe 'Compare-PacketPath in a network namespace of its own' -Skip:([bool] $Reason) {
    It 'sends the packet of a predicted path, and agrees with the kernel' {
        $lines = Invoke-Apart '$all = Get-PacketPath 127.0.0.1:8099, 127.0.0.1:8098 -From Loopback | Compare-PacketPath -TimeoutSeconds 1; $all.ForEach({ "$($_.Agreement) $($_.Expected) $($_.ActualPath.Observed) $($_.Differences)" })'
        $lines[0] | Should -Match '^Same Delivered True $'
        $lines[1] | Should -Be 'Same Rejected True '
    }

    It 'finds the rule that came meanwhile' {
        $lines = Invoke-Apart @'
$path = Get-PacketPath 127.0.0.1:8099 -From Loopback
'table inet site { chain mine { type filter hook input priority 5; tcp dport 8099 drop; }; }' | nft -f -
$comparison = $path | Compare-PacketPath -TimeoutSeconds 1
"$($comparison.Agreement) $($comparison.Actual) $($comparison.Differences[0].What) $($comparison.Differences[0].Hop.Table)"
'@
        $lines | Should -Be 'Different Dropped Verdict site'
    }

    It 'predicts what was observed' {
        $lines = Invoke-Apart -Rules 'table inet site { chain mine { type filter hook input priority 5; tcp dport 8099 drop; }; }' -Script @'
$comparison = Trace-PacketPath 127.0.0.1:8099 -From Loopback -TimeoutSeconds 1 | Compare-PacketPath
"$($comparison.Agreement) $($comparison.ExpectedPath.Observed) $($comparison.ExpectedPath.DecidingHop.Table)"
'@
        $lines | Should -Be 'Same False site'
    }
}
