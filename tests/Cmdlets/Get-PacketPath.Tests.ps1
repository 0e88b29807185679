BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Snapshots = Join-Path $PSScriptRoot '../Fixtures/snapshots'
    $WalkHealthy = Join-Path $Snapshots walk-healthy.json
    $WalkDrop = Join-Path $Snapshots walk-docker-user-drop.json
    $WalkLimit = Join-Path $Snapshots walk-limit.json
}

Describe 'Get-PacketPath' {
    It 'predicts every published port of a container from a snapshot, and sends nothing' {
        $paths = Get-PacketPath web -Snapshot $WalkHealthy
        $paths.To | Should -Be 'web:8080', 'web:8443'
        $paths.Verdict | Should -Be 'Delivered', 'Delivered'
        $paths.From | Should -Be 'External', 'External'
        $paths.Observed | Should -Be $false, $false
        $paths.HostName | Should -Be 'web1', 'web1'
    }

    It 'needs no root' -Skip:((id -u) -ne '0' -or -not (Get-Command setpriv -CommandType Application -ErrorAction Ignore)) {
        # What an ordinary user may read, in a folder of its own.
        $folder = Join-Path ([System.IO.Path]::GetTempPath()) "containernet-$PID"
        $null = New-Item $folder -ItemType Directory
        try {
            Copy-Item $ModulePath $folder -Recurse
            Copy-Item $WalkDrop $folder
            chmod -R a+rX $folder
            $module = Join-Path $folder ContainerNet
            $snapshot = Join-Path $folder walk-docker-user-drop.json
            $pwsh = @((Get-Process -Id $PID).Path)
            if ((Split-Path $pwsh[0] -Leaf) -eq 'dotnet') {
                $pwsh += [Environment]::GetCommandLineArgs()[0]
            }

            $script = "Import-Module '$module'; (Get-PacketPath web -Port 8080 -Snapshot '$snapshot').DecidingHop.Chain"
            setpriv --reuid 65534 --clear-groups env HOME=/tmp @pwsh -NoProfile -NonInteractive -Command $script | Should -Be 'DOCKER-USER'
        }
        finally {
            Remove-Item $folder -Recurse -Force
        }
    }

    It 'names the rule that drops it, as a trace does' {
        $path = Get-PacketPath web -Port 8080 -Snapshot $WalkDrop
        $path.Verdict | Should -Be 'Dropped'
        $hop = $path.DecidingHop
        "$($hop.Layer) $($hop.Hook) $($hop.Family) $($hop.Table) $($hop.Chain) $($hop.Number) $($hop.Owner)" |
            Should -Be 'Netfilter forward ip filter DOCKER-USER 1 DockerUser'
        $hop.Rule | Should -Be '-i host0 -p tcp -m tcp --dport 80 -j DROP'
        (Get-PacketPath web -Port 8443 -Snapshot $WalkDrop).Verdict | Should -Be 'Delivered'
    }

    It 'asks from several places at once' {
        $paths = Get-PacketPath web -Port 8080 -From External, Loopback, 192.0.2.1, db, 203.0.113.9 -Snapshot $WalkDrop
        $paths.From | Should -Be 'External', 'Loopback', '192.0.2.1', 'db', '203.0.113.9'
        $paths[0, 1, 2, 4].Verdict | Should -Be 'Dropped', 'Delivered', 'Delivered', 'Dropped'
        "$($paths[4].Packet.Source)" | Should -Be '203.0.113.9'
        $paths[0].Hops[0].InputInterface | Should -Be 'host0'
        $paths[1].Hops.Layer | Should -Contain 'Forwarder'
    }

    It 'takes ports from Get-ContainerPort, over IPv4 and IPv6' {
        $paths = Get-ContainerPort -Container web -Port 8080 -Snapshot $WalkHealthy | Get-PacketPath -Snapshot $WalkHealthy
        $paths.To | Should -Be 'web:8080', 'web:8080 (IPv6)'
        $paths.ForEach({ "$($_.Packet.Destination)" }) | Should -Be '192.0.2.1', '2001:db8::1'
    }

    It 'takes containers and ports from objects that have those properties' {
        $paths = [pscustomobject]@{ Container = 'web'; Port = 8443; Protocol = 'Tcp' } | Get-PacketPath -Snapshot $WalkHealthy
        $paths.To | Should -Be 'web:8443'
    }

    It 'takes an address with a port, and finds the container behind it' {
        (Get-PacketPath 192.0.2.1:8080 -Snapshot $WalkHealthy).Container | Should -Be 'web'
        (Get-PacketPath 172.17.0.2 -Port 80 -Snapshot $WalkHealthy).Container | Should -Be 'web'
    }

    It 'says Unknown, and why, where the snapshot does not tell enough' {
        # An older snapshot holds no rules and routes of containers.
        $path = Get-PacketPath web -Port 8080 -Snapshot $Healthy
        $path.Verdict | Should -Be 'Unknown'
        $path.Message | Should -BeLike '*the namespace of web was not read*'
        $path.Hops[-1].Action | Should -Be 'Unknown'
    }

    It 'gives the other ways of a packet where a rate decides' {
        $path = Get-PacketPath web -Port 8080 -Snapshot $WalkLimit
        @($path.Verdict) + $path.Alternatives.Verdict | Sort-Object | Should -Be 'Delivered', 'Dropped'
        $text = ($path | Show) -join ' ' -replace '\s+', ' '
        $text | Should -BeLike '*as it may happen*'
        $path | Format-List | Show | Should -Contain 'Verdict : Dropped or Delivered (predicted, nothing was sent)'
    }

    It 'keeps the rules that decide nothing with -Full' {
        $short = (Get-PacketPath web -Port 8080 -Snapshot $WalkHealthy).Hops.Count
        $full = Get-PacketPath web -Port 8080 -Snapshot $WalkHealthy -Full
        $full.Hops.Count | Should -BeGreaterThan $short
        $full.Hops.Action | Should -Contain 'Jump'
        (Compare-PacketPath $full (Get-PacketPath web -Port 8080 -Snapshot $WalkHealthy)).IsSame | Should -BeTrue
    }

    It 'says that <Kind> is not there' -ForEach @(
        @{ Kind = 'a container'; Arguments = @{ To = 'nobody' } }
        @{ Kind = 'a sender'; Arguments = @{ To = 'web'; From = 'nobody' } }
        @{ Kind = 'an address without a port'; Arguments = @{ To = '192.0.2.9' } }
        @{ Kind = 'a sender of the address family'; Arguments = @{ To = '192.0.2.1:8080'; From = '2001:db8::99' } }
    ) {
        { Get-PacketPath @Arguments -Snapshot $WalkHealthy -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'rejects <Text> before anything is read' -ForEach @(
        @{ Text = 'Get-PacketPath web -Port 70000' }
        @{ Text = 'Get-PacketPath web -Protocol icmp' }
        @{ Text = 'Get-PacketPath web -From @()' }
        @{ Text = 'Get-PacketPath web -TimeoutSeconds 0' }
    ) {
        { & ([scriptblock]::Create($Text)) } | Should -Throw -ErrorId '*Argument*'
    }

    It 'completes containers and senders of the snapshot' {
        (Complete "Get-PacketPath -Snapshot '$WalkHealthy' -To w").ListItemText | Should -Contain 'web'
        (Complete "Get-PacketPath web -Snapshot '$WalkHealthy' -From d").ListItemText | Should -Contain 'db'
        (Complete "Get-PacketPath web -Snapshot '$WalkHealthy' -From Lo").ListItemText | Should -Contain 'Loopback'
    }

    It 'draws a picture that is XML and holds no reference to anything else' {
        $svg = (Get-PacketPath web -Port 8080 -Snapshot $WalkDrop).ToSvg()
        ([xml] $svg).DocumentElement.LocalName | Should -Be 'svg'
        $svg | Should -Match 'DOCKER-USER'
        $svg | Should -Not -Match 'href|<script|url\('
        (Get-PacketPath web -Snapshot $WalkDrop).ToSvg().Count | Should -Be 2
    }

    It 'shows the path as a tree within 100 columns' {
        $lines = Get-PacketPath web -Snapshot $WalkHealthy -Full | Format-List | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines.Trim() | Should -Contain 'web, the answer'
    }
}
