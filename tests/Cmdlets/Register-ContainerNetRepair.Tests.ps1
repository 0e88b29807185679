BeforeDiscovery {
    # What systemd says of units can be asked only where it runs.
    $NoSystemd = -not (Test-Path /run/systemd/system) -or -not (Get-Command systemctl -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Register-ContainerNetRepair' -Skip:(-not $IsLinux) {
    It 'refuses <Code> with -Policy <Policy>' -ForEach @(
        @{ Code = 'CN9999'; Policy = 'Report'; Id = 'TargetNotFound' }
        @{ Code = 'CN9999'; Policy = 'Repair'; Id = 'TargetNotFound' }
        @{ Code = 'CN5003'; Policy = 'Repair'; Id = 'RepairUnsupported' }
    ) {
        { Register-ContainerNetRepair -Code $Code -Policy $Policy -WhatIf -ErrorAction Stop } |
            Should -Throw -ErrorId "$Id,ContainerNet.Cmdlets.Commands.RegisterContainerNetRepairCommand"
    }

    It 'refuses a program that is not there' {
        { Register-ContainerNetRepair -Program /no/such/program -WhatIf -ErrorAction Stop } |
            Should -Throw -ErrorId 'ToolMissing,*'
    }

    It 'refuses a program that others than root could exchange' {
        $program = Join-Path $TestDrive containernet
        Set-Content $program ''
        chmod 777 $program
        { Register-ContainerNetRepair -Program $program -WhatIf -ErrorAction Stop } |
            Should -Throw -ErrorId 'RepairUnsupported,*'
    }

    It 'refuses a name that could not stand in a unit' {
        { Register-ContainerNetRepair -Name "a`nb" -Program /usr/bin/env -WhatIf -ErrorAction Stop } |
            Should -Throw -ErrorId 'RepairUnsupported,*'
    }

    It 'completes codes and policies' {
        (Complete 'Register-ContainerNetRepair -Code CN300').CompletionText | Should -Contain 'CN3001'
        (Complete 'Register-ContainerNetRepair -Policy ').CompletionText | Sort-Object | Should -Be 'Repair', 'Report'
    }

    It 'shows the unit files whole and writes none' -Skip:$NoSystemd {
        $text = pwsh -NoProfile -Command "Import-Module '$ModulePath'; Register-ContainerNetRepair pester-schedule -Program /usr/bin/env -WhatIf" | Out-String
        $text | Should -BeLike '*ExecStart=/usr/bin/env repair --policy report*'
        $text | Should -BeLike '*OnUnitActiveSec=300s*'
        Test-Path /etc/systemd/system/pester-schedule.service | Should -BeFalse
    }
}

Describe 'Unregister-ContainerNetRepair' -Skip:(-not $IsLinux) {
    It 'names a schedule that is not there' -Skip:$NoSystemd {
        { Unregister-ContainerNetRepair pester-none -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }
}

Describe 'Get-ContainerNetSchedule' -Skip:(-not $IsLinux) {
    It 'gives nothing for a name that is not there' {
        Get-ContainerNetSchedule pester-none | Should -BeNullOrEmpty
    }

    It 'fits into 100 columns' {
        $schedule = [ContainerNet.Repairs.Scheduling.ScheduledRepair]::new()
        $schedule.Name = 'containernet-repair'
        $schedule.Policy = 'Repair'
        $schedule.Code = [string[]] @('CN1001', 'CN3001', 'CN3002', 'CN3004', 'CN3009', 'CN3016')
        $schedule.Interval = '00:05:00'
        $schedule.Enabled = $true
        $schedule.LastRun = [DateTimeOffset]::Now
        $schedule.LastResult = 'success'
        $lines = $schedule | Show
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 100 }
        ($lines -join "`n") | Should -BeLike '*CN1001, CN3001, CN3002*'
        ($schedule | Format-List | Show) -join "`n" | Should -BeLike '*MostPerHour*'
    }
}
