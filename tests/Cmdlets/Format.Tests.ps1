BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Views at 100 columns' {
    It 'shows <Command> with its columns <Columns> and cuts nothing that matters' -ForEach @(
        @{ Command = 'Get-ContainerEngine'; Columns = 'Name', 'Version', 'Api', 'Firewall', 'Rootless', 'Socket'; Whole = '/run/docker.sock' }
        @{ Command = 'Get-ContainerNetwork'; Columns = 'Engine', 'Name', 'Driver', 'Bridge', 'Internal', 'Subnets', 'Members'; Whole = '172.17.0.0/16' }
        @{ Command = 'Get-ContainerPort'; Columns = 'Container', 'Protocol', 'Published', 'LeadsTo', 'Network', 'Listener'; Whole = '0.0.0.0:8080' }
        @{ Command = 'Get-ContainerListener'; Columns = 'Container', 'Protocol', 'Listens', 'ProcessId', 'Process'; Whole = 'httpd' }
        @{ Command = 'Get-IpForward'; Columns = 'Family', 'Interface', 'Forwarding', 'Persistent', 'SurvivesReboot', 'WinningFile'; Whole = 'IPv4' }
        @{ Command = 'Get-KernelSetting'; Columns = 'Key', 'Value', 'Persistent', 'Boot'; Whole = 'net.ipv4.ip_forward' }
        @{ Command = 'Get-FirewallChain'; Columns = 'Name', 'Hook', 'Priority', 'Policy', 'Rules', 'Packets', 'Owner'; Whole = 'DOCKER-ISOLATION-STAGE-1' }
        @{ Command = 'Get-FirewallRule'; Columns = 'Chain', 'Number', 'Packets', 'Owner', 'Text'; Whole = 'DOCKER-ISOLATION-STAGE-1' }
    ) {
        $lines = & $Command -Snapshot $Healthy | Show
        $header = $lines | Where-Object { $_ -match "^\s*$($Columns[0])\s" } | Select-Object -First 1
        foreach ($column in $Columns) {
            $header | Should -Match "\b$column\b"
        }

        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines -join "`n" | Should -BeLike "*$Whole*"
    }

    It 'shows findings with the whole message' {
        $finding = Test-ContainerNet -Snapshot $ForwardingOff -IncludeRule CN1001 -WarningAction Ignore
        $text = ($finding | Show) -join ' ' -replace '\s+', ' '
        $text | Should -BeLike '*CN1001*Error*RootCause*'
        foreach ($word in $finding.Message -split '\s+') {
            $text | Should -BeLike "*$([WildcardPattern]::Escape($word))*"
        }
    }

    It 'lists a finding with its evidence, one line each, and its remedy' {
        $finding = Test-ContainerNet -Snapshot $ForwardingOff -IncludeRule CN1001 -WarningAction Ignore
        $text = ($finding | Format-List | Show) -join "`n"
        $text | Should -Match '(?m)^Evidence\s+: \S'
        $text | Should -Match '(?m)^Remedy\s+: \S'
        $text | Should -BeLike '*ip_forward*'
    }

    It 'shows the state of a probe' {
        $test = [ContainerNet.Probes.PortTest]@{
            Container = 'web'; Vantage = 'External'; RemoteAddress = '2001:db8::1'; RemotePort = 8080; Protocol = 'Tcp'
            State = 'OpenButReset'; Detail = 'reset 3 ms after accept'
        }
        ($test | Show) -join "`n" | Should -Match 'web .*External .*\[2001:db8::1\]:8080 .*Tcp .*OpenButReset .*reset 3 ms after accept'
    }

    It 'shows what a repair did, a change a line' {
        $result = [ContainerNet.Repairs.RepairResult]@{
            Code = 'CN1001'; Subject = 'host'; Status = 'Repaired'; Changes = [string[]] ('first change', 'second change')
        }
        $lines = $result | Show
        ($lines -match 'first change').Count | Should -Be 1
        ($lines -match 'second change').Count | Should -Be 1
    }

    It 'lets no escape sequence of a container reach the terminal' {
        $socket = [ContainerNet.Model.ContainerListener]@{
            Container = 'web'; Protocol = 'Tcp'; Address = '0.0.0.0'; Port = 80; ProcessName = "evil`e[2Jname"
        }
        $text = ($socket | Out-String -Width 100)
        $text | Should -Not -BeLike "*`e``[2J*"
        $text | Should -BeLike '*evil*name*'
    }

    It 'colours a severity only where colours are wanted' {
        $finding = Test-ContainerNet -Snapshot $ForwardingOff -IncludeRule CN1001 -WarningAction Ignore
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $finding | Out-String -Width 100 | Should -BeLike "*`e``[31;1mError*"
            $PSStyle.OutputRendering = 'PlainText'
            $finding | Out-String -Width 100 | Should -Not -BeLike "*`e*"
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }

    It 'writes enumerations as words' {
        $json = Test-ContainerNet -Snapshot $ForwardingOff -IncludeRule CN1001 -WarningAction Ignore |
            ConvertTo-Json -Depth 6 -EnumsAsStrings | ConvertFrom-Json
        $json.Severity | Should -BeExactly 'Error'
        $json.Role | Should -BeExactly 'RootCause'
        $json.PSObject.Properties.Name |
            Should -Be 'Code', 'Title', 'Severity', 'Role', 'Subject', 'Message', 'Evidence', 'Remedy', 'Repairable', 'Engine',
            'Container', 'Network', 'Port', 'Protocol', 'Interface', 'CausedBy', 'HostName'
    }
}
