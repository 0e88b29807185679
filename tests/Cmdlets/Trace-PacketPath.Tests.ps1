BeforeDiscovery {
    # A network namespace of our own: nothing of this machine's network is touched.
    $Reason = if ((id -u) -ne '0') { 'not root' }
    elseif ($missing = 'nft', 'unshare', 'ip', 'setpriv' | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) }) { "$missing is missing" }
    else {
        $null = unshare --net nft list tables 2>&1
        $LASTEXITCODE -eq 0 ? '' : 'no network namespace with nf_tables can be made here'
    }
    if ($Reason) {
        Write-Host "Trace-PacketPath in a namespace is skipped: $Reason."
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)

    # Where PowerShell is a tool of dotnet, its process is dotnet, and pwsh a script that would not pass a signal on.
    $Pwsh = @((Get-Process -Id $PID).Path)
    if ((Split-Path $Pwsh[0] -Leaf) -eq 'dotnet') {
        $Pwsh += [Environment]::GetCommandLineArgs()[0]
    }

    # Runs a script with the module loaded in a network namespace of its own, where only loopback is, and gives its lines.
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
        & unshare --net @Pwsh -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object { "$_" }
    }

    function New-Hop([hashtable] $Properties) {
        $all = @{ Layer = 'Netfilter'; Action = 'Drop' }
        foreach ($name in $Properties.Keys) {
            $all[$name] = $Properties[$name]
        }

        [ContainerNet.Paths.Hop] $all
    }

    function New-Path([ContainerNet.Paths.Hop[]] $Hops, [hashtable] $Properties = @{}) {
        $all = @{
            From = 'External'; To = 'web:8080'; Protocol = 'Tcp'; Verdict = 'Dropped'; Complete = $true; Observed = $true
            Message = 'Dropped at forward by rule 1 of filter DOCKER-USER (-j DROP).'; Hops = $Hops; DecidingHop = $Hops[-1]
            Packet = [ContainerNet.Paths.PacketHeader]@{ Source = '192.0.2.2'; SourcePort = 40000; Destination = '192.0.2.1'; DestinationPort = 8080 }
        }
        foreach ($name in $Properties.Keys) {
            $all[$name] = $Properties[$name]
        }

        [ContainerNet.Paths.PacketPath] $all
    }
}

Describe 'Trace-PacketPath' {
    It 'sends by default, takes ports from the pipeline, and watches with -Wait' {
        $command = Get-Command Trace-PacketPath
        $command.DefaultParameterSet | Should -BeExactly 'Send'
        $command.ParameterSets.Name | Sort-Object | Should -Be 'Send', 'SendToPort', 'Watch'
        foreach ($name in 'SourceAddress', 'Direction', 'Count', 'AllPackets', 'MaximumRate') {
            $command.Parameters[$name].ParameterSets.Keys | Should -Be 'Watch' -Because $name
        }

        $command.Parameters['To'].ParameterSets['Send'].IsMandatory | Should -BeTrue
        $command.Parameters['To'].ParameterSets['Watch'].IsMandatory | Should -BeFalse
        $command.Parameters['To'].Aliases | Should -Contain 'Container'
        $command.Parameters['InputObject'].ParameterSets['SendToPort'].ValueFromPipeline | Should -BeTrue
    }

    It 'binds the host port of objects, which goes before the port inside' {
        foreach ($name in 'To', 'HostPort', 'HostAddress', 'Port', 'Protocol') {
            (Get-Command Trace-PacketPath).Parameters[$name].ParameterSets['Send'].ValueFromPipelineByPropertyName |
                Should -BeTrue -Because $name
        }
    }

    It 'completes the words of its parameters' {
        (Complete 'Trace-PacketPath -From Ext').ListItemText | Should -Contain 'External'
        (Complete 'Trace-PacketPath -From Lo').ListItemText | Should -Contain 'Loopback'
        (Complete 'Trace-PacketPath web -Protocol u').ListItemText | Should -Be 'Udp'
        (Complete 'Trace-PacketPath web -Wait -Direction O').ListItemText | Should -Be 'Out'
    }

    It 'offers containers for -To and -From' {
        $attributes = [System.Management.Automation.ArgumentCompleterAttribute]
        foreach ($pair in @{ To = 'ContainerCompleter'; From = 'OriginCompleter' }.GetEnumerator()) {
            $completer = (Get-Command Trace-PacketPath).Parameters[$pair.Key].Attributes.Where({ $_ -is $attributes })
            $completer.Type.Name | Should -Be $pair.Value
        }
    }

    It 'rejects <Command> before anything is read' -ForEach @(
        @{ Command = { Trace-PacketPath web -Port 70000 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Trace-PacketPath web -Protocol icmp }; Id = 'CannotConvertArgumentNoMessage,*' }
        @{ Command = { Trace-PacketPath web -Wait -Count 0 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Trace-PacketPath web -Wait -MaximumRate -1 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Trace-PacketPath web -Wait -Direction Sideways }; Id = 'CannotConvertArgumentNoMessage,*' }
        @{ Command = { Trace-PacketPath web -Count 3 -TimeoutSeconds 1 -From Host -InputObject @() }; Id = '*' }
        @{ Command = { Trace-PacketPath web -TimeoutSeconds 0 }; Id = 'ParameterArgumentValidationError,*' }
    ) {
        $Command | Should -Throw -ErrorId $Id
    }

    It 'says that <Kind> is not there' -ForEach @(
        @{ Kind = 'a container'; Script = { Trace-PacketPath no-such-container } }
        @{ Kind = 'an address without a port'; Script = { Trace-PacketPath 192.0.2.9 } }
        @{ Kind = 'a sender'; Script = { Trace-PacketPath 127.0.0.1:80 -From no-such-container } }
        @{ Kind = 'an address of another host'; Script = { Trace-PacketPath 127.0.0.1:80 -From 203.0.113.9 } }
        @{ Kind = 'a container to watch'; Script = { Trace-PacketPath no-such-container -Wait -TimeoutSeconds 1 } }
        @{ Kind = 'a source to watch'; Script = { Trace-PacketPath 127.0.0.1 -Wait -SourceAddress nonsense -TimeoutSeconds 1 } }
    ) {
        $ErrorActionPreference = 'Continue'
        $WarningPreference = 'SilentlyContinue'
        $errors = @(& $Script 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
        $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'does not follow packets with the facts of another host' {
        { Test-ContainerNet -Snapshot $Healthy -Trace } | Should -Throw -ErrorId 'TargetNotFound,*'
        { Test-ContainerNet -Snapshot $Healthy -Probe } | Should -Throw -ErrorId 'TargetNotFound,*'
    }
}

Describe 'Views of a path at 100 columns' {
    BeforeAll {
        $Hostile = New-Hop @{
            Hook = 'forward'; Backend = 'Nftables'; Family = 'inet'; Table = "site`e[2J"; Chain = "for`award"; Handle = 7; Number = 1
            Rule = "tcp dport 80 drop comment `"wipe`e]0;title`a and `e[2J it`""; InputInterface = "eth`e[1m"; OutputInterface = 'docker0'
            Packet = [ContainerNet.Paths.PacketHeader]@{ Source = '192.0.2.2'; SourcePort = 40000; Destination = '172.17.0.2'; DestinationPort = 80 }
        }
        $Enter = New-Hop @{
            Layer = 'Link'; Action = 'Enter'; InputInterface = "eth`e[1m"; Place = "ev`eil"
            Packet = [ContainerNet.Paths.PacketHeader]@{ Source = '192.0.2.2'; SourcePort = 40000; Destination = '192.0.2.1'; DestinationPort = 8080 }
        }
        $Back = New-Hop @{ Layer = 'Link'; Action = 'Leave'; Direction = 'Reply'; OutputInterface = 'host0' }
        $Path = New-Path $Enter, $Hostile @{
            From = "Ext`e[2Jernal"; To = "we`e[2Jb:8080"; Message = "Dropped by `e[2Jit."; Notes = [string[]] "seen `e[2J so"
        }
    }

    It 'has a row with the verdict and the sentence' {
        $lines = New-Path $Enter, $Hostile | Show
        $lines | Where-Object { $_ -match '^From\s+To\s+Verdict\s+Message' } | Should -Not -BeNullOrEmpty
        ($lines -join ' ') -replace '\s+', ' ' | Should -BeLike '*External web:8080 Dropped Dropped at forward by rule 1 of filter*'
    }

    It 'lists the hops, marks the one that decided, and shows the packet where it changes' {
        $lines = New-Path $Enter, $Hostile | Format-List | Show
        @($lines -match '^\s+x forward .* Drop\b').Count | Should -Be 1
        @($lines -match '192\.0\.2\.2:40000 -> 192\.0\.2\.1:8080').Count | Should -Be 1
        @($lines -match 'to 172\.17\.0\.2:80').Count | Should -Be 1
        $lines | Where-Object { $_ -match '^Notes' } | Should -BeNullOrEmpty
        $lines -match '^Verdict : ' | Should -Be 'Verdict : Dropped (observed, 0.0 ms)'
    }

    It 'puts the evidence under the hop that decided, and says which container was not reached' {
        $rule = New-Hop @{
            Hook = 'forward'; Backend = 'IptablesNft'; Family = 'ip'; Table = 'filter'; Chain = 'DOCKER-USER'; Handle = 43; Number = 1
            Rule = '-i host0 -j DROP'; Packets = 7; Owner = 'DockerUser'
        }
        $lines = New-Path $Enter, $rule @{ Container = 'web' } | Format-List | Show
        $at = [array]::FindIndex($lines, [Predicate[string]] { $args[0] -match '^\s+x forward +filter DOCKER-USER 1 +Drop$' })
        $at | Should -BeGreaterThan 0
        $lines[($at + 1)..($at + 5)].Trim() | Should -Be @(
            'rule    -i host0 -j DROP'
            'chain   ip filter DOCKER-USER, rule 1, handle 43 (IptablesNft)'
            "owner   DockerUser, the administrator's own chain"
            'counted 7 packets when the rules were read'
            'web, not reached'
        )
    }

    It 'says what an answer met as such, and what else may happen' {
        $lines = New-Path $Enter, $Back @{
            Verdict = 'Delivered'; DecidingHop = $null; Observed = $false
            Alternatives = [ContainerNet.Paths.PacketPath[]] (New-Path $Enter, $Hostile)
        } | Format-List | Show
        $lines.Trim() | Should -Contain 'host, the answer'
        $lines.Trim() | Should -Contain 'or, as it may happen: Dropped'
        $lines | Should -Contain 'Verdict : Delivered or Dropped (predicted, nothing was sent)'
        @($lines -match '^\s+x ').Count | Should -Be 1
    }

    It 'marks where nothing is known any more' {
        $odd = New-Hop @{ Action = 'Unknown'; Hook = 'forward'; Family = 'ip'; Table = 'filter'; Chain = 'FORWARD'; Number = 3; Rule = '-m geoip' }
        $lines = New-Path $Enter, $odd @{ Verdict = 'Unknown'; DecidingHop = $null } | Format-List | Show
        @($lines -match '^\s+\? forward +filter FORWARD 3 +Unknown$').Count | Should -Be 1
    }

    It 'keeps packet and answer apart in the table of hops' {
        $lines = $Enter, $Back | Show
        @($lines -match 'Direction: Original').Count | Should -Be 1
        @($lines -match 'Direction: Reply').Count | Should -Be 1
        $lines | Where-Object { $_ -match '^Place\s+Where\s+Action\s+What' } | Should -Not -BeNullOrEmpty
    }

    It 'stays within 100 columns and lets no escape sequence through: <View>' -ForEach @(
        @{ View = 'table' }, @{ View = 'list' }, @{ View = 'hops' }
    ) {
        $lines = switch ($View) {
            'table' { $Path | Show }
            'list' { $Path | Format-List | Show }
            'hops' { $Path.Hops | Show }
        }
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $text = $lines -join "`n"
        $text | Should -Not -Match "[\x00-\x08\x0b-\x1f\x7f]"
        $text | Should -Match '\S'
    }

    It 'stands in columns, however long the names are' {
        $long = New-Hop @{ Hook = 'forward'; Backend = 'IptablesNft'; Table = 'filter'; Chain = 'DOCKER-ISOLATION-STAGE-2'; Rule = '-j DROP' }
        $short = New-Hop @{ Layer = 'Routing'; Action = 'Forward'; InputInterface = 'a'; OutputInterface = 'b' }
        $lines = New-Path $Enter, $short, $long | Format-List | Show
        $actions = $lines -cmatch '\s(Forward|Drop)$' | ForEach-Object { $_.IndexOf(($_ -split '\s+')[-1]) }
        $actions.Count | Should -Be 2
        @($actions | Sort-Object -Unique).Count | Should -Be 1
    }

    It 'colours a verdict only where colours are wanted' {
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            New-Path $Enter, $Hostile | Out-String -Width 100 | Should -BeLike "*`e``[31;1mDropped*"
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }
}

Describe 'Trace-PacketPath in a network namespace of its own' -Skip:([bool] $Reason) {
    It 'follows a packet to a socket and back' {
        $lines = Invoke-Apart '$path = Trace-PacketPath 127.0.0.1:8099 -From Loopback; "$($path.Verdict) $($path.Complete) $($path.Hops.Count)"'
        $lines | Should -Match '^(Delivered|Rejected) True \d+$'
    }

    It 'names the rule that drops it' {
        $lines = Invoke-Apart -Rules 'table inet site { chain mine { type filter hook input priority 5; tcp dport 8099 drop comment "not today"; }; }' -Script @'
$path = Trace-PacketPath 127.0.0.1:8099 -From Loopback -TimeoutSeconds 1
"$($path.Verdict) $($path.DecidingHop.Table) $($path.DecidingHop.Chain) $($path.DecidingHop.Comment)"
nft list tables
'@
        $lines | Should -Be 'Dropped site mine not today', 'table inet site'
    }

    It 'says that nobody listens' {
        $lines = Invoke-Apart '$path = Trace-PacketPath 127.0.0.1:8098 -From Loopback; "$($path.Verdict) $($path.DecidingHop.Reason)"'
        $lines | Should -Be 'Rejected NobodyListens'
    }

    It 'ends when the pipeline has enough, and leaves nothing' {
        $lines = Invoke-Apart @'
$client = Start-ThreadJob { while ($true) { try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', 8099).Dispose() } catch { }; Start-Sleep -Milliseconds 100 } }
$paths = @(Trace-PacketPath 127.0.0.1 -Port 8099 -Wait -TimeoutSeconds 20 | Select-Object -First 2)
"$($paths.Count) $($paths[0].Container)"
nft list tables
$client | Remove-Job -Force
'@
        $lines | Should -Be '2 '
    }

    It 'ends after -Count, and after -TimeoutSeconds with a word' {
        $lines = Invoke-Apart @'
$client = Start-ThreadJob { while ($true) { try { [System.Net.Sockets.TcpClient]::new('127.0.0.1', 8099).Dispose() } catch { }; Start-Sleep -Milliseconds 100 } }
@(Trace-PacketPath 127.0.0.1 -Port 8099 -Wait -Count 3).Count
$client | Remove-Job -Force
$null = Trace-PacketPath 127.0.0.1 -Port 9 -Wait -TimeoutSeconds 1 -WarningVariable said
"$said"
'@
        $lines[0] | Should -Be '3'
        $lines[1] | Should -BeLike '*No such packet came*'
    }

    It 'takes its table away at <Signal>' -ForEach @(@{ Signal = 'INT' }, @{ Signal = 'KILL' }) {
        $file = Join-Path $TestDrive "watch-$Signal.ps1"
        Set-Content $file "Import-Module '$ModulePath'; Trace-PacketPath 127.0.0.1 -Port 8099 -Wait"
        $script = Join-Path $TestDrive "watch-$Signal.sh"
        Set-Content $script @"
env --default-signal=INT $($Pwsh.ForEach({ "'$_'" })) -NoProfile -NonInteractive -File '$file' >/dev/null 2>&1 &
for _ in `$(seq 100); do nft list tables | grep -q containernet_trace_ && break; sleep 0.1; done
nft list tables | grep -c containernet_trace_
kill -$Signal `$!; wait `$! 2>/dev/null
nft list tables | grep -c containernet_trace_
"@
        unshare --net bash $script 2>$null | Should -Be '1', '0'
    }

    It 'says that an ordinary user may not' {
        $file = Join-Path $TestDrive user.ps1
        Set-Content $file "Import-Module '$ModulePath'; try { Trace-PacketPath 127.0.0.1:80 -From Loopback -ErrorAction Stop -WarningAction Ignore } catch { `$_.FullyQualifiedErrorId }"
        $lines = unshare --net setpriv --inh-caps=-net_admin --bounding-set=-net_admin @Pwsh -NoProfile -NonInteractive -File $file 2>&1
        $lines | Should -Be 'PermissionDenied,ContainerNet.Cmdlets.Commands.TracePacketPathCommand'
    }
}
