BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Pipelines' {
    It 'gives objects of the declared type' -ForEach @(
        @{ Command = 'Get-ContainerEngine'; Type = 'ContainerNet.Model.ContainerEngine' }
        @{ Command = 'Get-ContainerNetwork'; Type = 'ContainerNet.Model.ContainerNetwork' }
        @{ Command = 'Get-ContainerPort'; Type = 'ContainerNet.Model.ContainerPort' }
        @{ Command = 'Get-ContainerListener'; Type = 'ContainerNet.Model.ContainerListener' }
        @{ Command = 'Get-IpForward'; Type = 'ContainerNet.Model.IpForward' }
        @{ Command = 'Get-KernelSetting'; Type = 'ContainerNet.Model.KernelSetting' }
        @{ Command = 'Get-FirewallChain'; Type = 'ContainerNet.Model.FirewallChain' }
        @{ Command = 'Get-FirewallRule'; Type = 'ContainerNet.Model.FirewallRule' }
    ) {
        $objects = @(& $Command -Snapshot $Healthy -WarningAction Ignore)
        $objects.Count | Should -BeGreaterThan 0
        $objects | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique | Should -Be $Type
        (Get-Command $Command).OutputType.Name | Should -Contain $Type
    }

    It 'narrows ports by container, host port and protocol' {
        (Get-ContainerPort -Snapshot $Healthy -Container we?).Container | Sort-Object -Unique | Should -Be 'web'
        (Get-ContainerPort -Snapshot $Healthy -Port 8080).HostPort | Sort-Object -Unique | Should -Be 8080
        (Get-ContainerPort -Snapshot $Healthy -Protocol udp).Protocol | Sort-Object -Unique | Should -Be 'Udp'
    }

    It 'takes containers from objects that have that property' {
        $listeners = Get-ContainerPort -Snapshot $Healthy -Container web | Get-ContainerListener -Snapshot $Healthy
        $listeners.Container | Sort-Object -Unique | Should -Be 'web'
    }

    It 'takes chains from the pipeline and gives their rules' {
        $rules = Get-FirewallChain FORWARD -Family ip -Table filter -Snapshot $Healthy | Get-FirewallRule
        $rules.Chain | Sort-Object -Unique | Should -Be 'FORWARD'
        $rules.Number | Should -Be (1..$rules.Count)
    }

    It 'takes a snapshot as a file, a FileInfo and an object' {
        (Get-ContainerEngine -Snapshot $Healthy).Name | Should -Be 'docker'
        (Get-ContainerEngine -Snapshot (Get-Item $Healthy)).Name | Should -Be 'docker'
        Push-Location (Split-Path $Healthy)
        try {
            (Get-ContainerEngine -Snapshot ./healthy.json).Name | Should -Be 'docker'
        }
        finally {
            Pop-Location
        }
    }

    It 'binds what Get-ContainerPort gives to Test-ContainerPort, whole and by name' {
        # Traced, not run: knocking needs the host that the snapshot was taken of.
        $bound = Get-Command Test-ContainerPort | ForEach-Object { $_.Parameters }
        $bound.InputObject.ParameterType.GetElementType().FullName | Should -Be 'ContainerNet.Model.ContainerPort'
        foreach ($name in 'Container', 'Engine', 'Network', 'Protocol', 'HostPort', 'Port') {
            $bound[$name].ParameterSets.Values.ValueFromPipelineByPropertyName | Should -Contain $true -Because $name
        }
    }

    It 'binds a finding to Repair-ContainerNet' {
        (Get-Command Repair-ContainerNet).Parameters.InputObject.ParameterSets.Values.ValueFromPipeline | Should -BeTrue
    }

    It 'stops when the pipeline has enough' {
        @(Get-FirewallRule -Snapshot $Healthy | Select-Object -First 2).Count | Should -Be 2
    }
}

Describe 'Test-ContainerNet' {
    It 'names forwarding as the root cause, first' {
        $findings = @(Test-ContainerNet -Snapshot $ForwardingOff -WarningAction Ignore)
        $findings[0].Code | Should -Be 'CN1001'
        $findings[0].Role | Should -Be 'RootCause'
        $findings[0].HostName | Should -Not -BeNullOrEmpty
    }

    BeforeAll {
        # A healthy host of which everything was read, and which tracks no connection.
        function Whole {
            $file = Join-Path $TestDrive whole.json
            $facts = Get-Content (Join-Path (Split-Path $Healthy) walk-healthy.json) -Raw | ConvertFrom-Json -AsHashtable -Depth 60
            $facts.Connections = @()
            $facts.Proxies = @()
            $facts | ConvertTo-Json -Depth 60 | Set-Content $file
            $file
        }
    }

    It 'says nothing worse than Info of a healthy host' {
        Test-ContainerNet -Snapshot $Healthy -WarningAction Ignore | Where-Object { $_.Severity -ne 'Info' -and $_.Role -ne 'Latent' } | Should -BeNullOrEmpty
    }

    It 'answers -Quiet with one truth value' {
        Test-ContainerNet -Snapshot $ForwardingOff -Quiet -WarningAction Ignore | Should -BeExactly $false
        Test-ContainerNet -Snapshot (Whole) -Quiet -WarningAction Ignore | Should -BeExactly $true

        # Made before namespaces and connections were read: what was not looked at is not called clear.
        Test-ContainerNet -Snapshot $Healthy -Quiet -WarningAction Ignore | Should -BeExactly $false
    }

    It 'filters by code and severity' {
        (Test-ContainerNet -Snapshot $ForwardingOff -IncludeRule CN1* -All -WarningAction Ignore).Code | Should -BeLike 'CN1*'
        Test-ContainerNet -Snapshot $ForwardingOff -ExcludeRule CN* -All -WarningAction Ignore | Should -BeNullOrEmpty
        (Test-ContainerNet -Snapshot $ForwardingOff -Severity Error -WarningAction Ignore).Severity | Sort-Object -Unique | Should -Be 'Error'
    }

    It 'shows consequences only with -All' {
        (Test-ContainerNet -Snapshot $ForwardingOff -WarningAction Ignore).Role | Should -Not -Contain 'Consequence'
    }

    It 'warns of what could not be read and names the codes it did not look for' {
        $partial = Get-Content (Whole) -Raw | ConvertFrom-Json -AsHashtable -Depth 60
        $partial.Gaps = @(@{ Facts = 'Firewall'; Source = 'iptables-save'; Reason = 'Permission denied'; Remedy = 'Run as root.'; Partial = $false; SkippedCodes = @() })
        $file = Join-Path $TestDrive partial.json
        $partial | ConvertTo-Json -Depth 60 | Set-Content $file
        $null = Test-ContainerNet -Snapshot $file -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings.Count | Should -Be 1
        $warnings[0] | Should -BeLike '*iptables-save: Permission denied.*Not looked for:*CN3001*'
        Test-ContainerNet -Snapshot $file -Quiet -WarningAction Ignore | Should -BeExactly $false
    }
}
