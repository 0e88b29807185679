BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Walk = (Resolve-Path (Join-Path $PSScriptRoot '../Fixtures/snapshots/walk-docker-user-drop.json')).Path
    $Facts = Import-ContainerNetSnapshot $Walk
}

Describe 'Get-ContainerNetSnapshot' {
    It 'looks at this host and says what it could not read' {
        $snapshot = Get-ContainerNetSnapshot -WarningAction Ignore
        $snapshot | Should -BeOfType ContainerNet.Model.Snapshot
        $snapshot.Host.Name | Should -Be ([Net.Dns]::GetHostName())
        $snapshot.Settings.Count | Should -BeGreaterThan 0
    }

    It 'fits 100 columns, with host, time, engines, containers, ports and gaps' {
        $lines = $Facts | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines -join "`n" | Should -Match 'web1 .*docker 26\.1\.5\S* +5 +8 +0'
    }
}

Describe 'A snapshot from another process' {
    It 'comes whole through serialization' {
        $wire = [System.Management.Automation.PSSerializer]::Serialize($Facts)
        $there = [System.Management.Automation.PSSerializer]::Deserialize($wire)
        $there.PSTypeNames[0] | Should -Be 'Deserialized.ContainerNet.Model.Snapshot'
        $there.HostName | Should -Be 'web1'
        (Test-ContainerNet -Snapshot $there).Code | Should -Be (Test-ContainerNet -Snapshot $Facts).Code
        (Get-PacketPath web -Port 8080 -Snapshot $there).Verdict | Should -Be (Get-PacketPath web -Port 8080 -Snapshot $Facts).Verdict
        (Get-FirewallRule -Snapshot $there).Count | Should -Be (Get-FirewallRule -Snapshot $Facts).Count
    }

    It 'comes whole out of a job' {
        $there = Start-Job { Import-Module $using:ModulePath; Import-ContainerNetSnapshot $using:Walk } | Receive-Job -Wait -AutoRemoveJob
        $there.PSTypeNames | Should -Contain 'Deserialized.ContainerNet.Model.Snapshot'
        (Get-ContainerPort -Snapshot $there).Count | Should -Be (Get-ContainerPort -Snapshot $Facts).Count
        ($there | Show) -join "`n" | Should -Match '(?m)^web1 '
        Compare-ContainerNetSnapshot $there $Walk -All | Should -BeNullOrEmpty
    }

    It 'is refused when it is none: <Name>' -ForEach @(
        @{ Name = 'a number'; Value = 42 }
        @{ Name = 'another object'; Value = [pscustomobject]@{ Json = '{}' } }
    ) {
        { Get-ContainerPort -Snapshot $Value } | Should -Throw
    }

    It 'names the computer that a damaged one came from' {
        $damaged = [pscustomobject]@{ PSTypeName = 'Deserialized.ContainerNet.Model.Snapshot'; Json = '{"SchemaVersion":99}'; PSComputerName = 'far' }
        { Test-ContainerNet -Snapshot $damaged -ErrorAction Stop } | Should -Throw -ErrorId 'SnapshotUnreadable,*' -ExpectedMessage '*from far*newer*'
    }
}
