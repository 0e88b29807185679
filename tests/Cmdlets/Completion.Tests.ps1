BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Completion' {
    It 'offers the containers of a snapshot, with what they are' {
        $offers = Complete "Test-ContainerNet -Snapshot $ForwardingOff -Container w"
        $offers.ListItemText | Should -Be 'web'
        $offers[0].ToolTip | Should -BeLike 'docker: *Running*'
    }

    It 'offers networks, engines and chains of a snapshot' {
        (Complete "Get-ContainerPort -Snapshot $Healthy -Network br").ListItemText | Should -Contain 'bridge'
        (Complete "Get-ContainerPort -Snapshot $Healthy -Engine d").ListItemText | Should -Be 'docker'
        (Complete "Get-FirewallChain -Snapshot $Healthy -Chain DOCKER-U").ListItemText | Should -Be 'DOCKER-USER'
        (Complete "Get-FirewallRule -Snapshot $Healthy -Table na").ListItemText | Should -Be 'nat'
    }

    It 'offers codes with their titles' {
        $offers = Complete 'Test-ContainerNet -IncludeRule CN1001'
        $offers.ListItemText | Should -Be 'CN1001'
        $offers[0].ToolTip | Should -BeLike '*forwarding*'
    }

    It 'offers kernel settings a level at a time' {
        (Complete 'Get-KernelSetting net.ipv4.ip_forw').ListItemText | Should -Contain 'net.ipv4.ip_forward'
    }

    It 'offers the words of enumerations' {
        (Complete 'Test-ContainerPort -Vantage E').ListItemText | Should -Be 'External'
        (Complete 'Get-FirewallRule -Owner Dock').ListItemText | Should -Be 'Docker', 'DockerUser'
        (Complete 'Get-FirewallChain -Hook fo').ListItemText | Should -Be 'forward'
    }

    It 'stays silent when the snapshot cannot be read' {
        Complete "Get-ContainerPort -Snapshot /nowhere/at/all.json -Engine zz" | Should -BeNullOrEmpty
    }

    It 'never leads out of /proc/sys' {
        Complete 'Get-KernelSetting ../../../etc/' | Where-Object ListItemText -Like '*passwd*' | Should -BeNullOrEmpty
    }
}
