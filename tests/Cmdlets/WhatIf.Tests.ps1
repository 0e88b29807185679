BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Set-IpForward -WhatIf' -Skip:(-not $IsLinux) {
    BeforeAll {
        $Switch = '/proc/sys/net/ipv4/ip_forward'
        $Before = (Get-Content $Switch).Trim()
        $Wanted = $Before -eq '0'
    }

    It 'shows the exact change and makes none' {
        $text = pwsh -NoProfile -Command "Import-Module '$ModulePath'; Set-IpForward -Enabled `$$Wanted -Persist -WhatIf" | Out-String
        $text | Should -BeLike '*What if:*net.ipv4.ip_forward*'
        $text | Should -BeLike '*/etc/sysctl.d/*'
        (Get-Content $Switch).Trim() | Should -Be $Before
    }

    It 'gives no object for a change that was not made' {
        Set-IpForward -Enabled $Wanted -WhatIf | Should -BeNullOrEmpty
    }
}
