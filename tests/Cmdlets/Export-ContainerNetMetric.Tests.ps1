BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Walk = (Resolve-Path (Join-Path $PSScriptRoot '../Fixtures/snapshots/walk-docker-user-drop.json')).Path
}

Describe 'Export-ContainerNetMetric' {
    It 'gives text, or a file that every user may read' {
        $text = Import-ContainerNetSnapshot $Walk | Export-ContainerNetMetric
        $text | Should -BeLike '*containernet_findings{host="web1",code="CN3010",severity="Error"} 1*'
        $file = Get-Item $Walk | Export-ContainerNetMetric TestDrive:/c.prom -PassThru
        Get-Content $file -Raw | Should -Be $text
        $file.UnixFileMode.HasFlag([IO.UnixFileMode]::OtherRead) | Should -BeTrue
    }

    It 'takes findings, of this process and of another' {
        $findings = Test-ContainerNet -Snapshot $Walk
        $text = $findings | Export-ContainerNetMetric
        $text | Should -BeLike '*code="CN3010"*'
        $text | Should -Not -BeLike '*published_port_reachable{*'
        $there = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($findings))
        $there | Export-ContainerNetMetric | Should -Be $text
    }

    It 'writes a file without samples for no findings' {
        Test-ContainerNet -Snapshot $Walk -IncludeRule CN1001 | Export-ContainerNetMetric TestDrive:/n.prom
        Get-Content TestDrive:/n.prom | Where-Object { $_ -notlike '#*' } | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        Get-Item $Walk | Export-ContainerNetMetric TestDrive:/w.prom -WhatIf
        Test-Path TestDrive:/w.prom | Should -BeFalse
    }

    It 'looks at this host when it is given nothing' {
        Export-ContainerNetMetric -WarningAction Ignore | Should -BeLike "*containernet_collected_timestamp_seconds{host=`"$([Net.Dns]::GetHostName())`"}*"
    }
}
