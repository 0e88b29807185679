BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Proxy = (Resolve-Path (Join-Path $PSScriptRoot '../Fixtures/snapshots/rootless-proxy.json')).Path
}

Describe 'Test-ProxyRoute' {
    It 'gives one object a step, and says last that nothing parts' {
        $steps = Test-ProxyRoute http://shop.example/stock/7 -Predict -Snapshot $Proxy -WarningAction Ignore
        $steps.Step | Should -Be 'Client', 'Proxy', 'Upstream', 'Verdict'
        $steps.Expected | Should -Be 'Delivered', 'passed on', 'Delivered', ''
        $steps[1].Location | Should -Be 'shop.example location /stock/ (/etc/nginx/conf.d/lab.conf:18)'
        $steps[2].Url | Should -Be 'http://127.0.0.1:8002/7'
        $steps[3].Parting | Should -Be 'None'
        $steps[3].Findings | Should -BeNullOrEmpty
        $steps[0..2].Status | Should -Be '', '', ''
    }

    It 'says for <Url> that <Parting>' -ForEach @(
        @{ Url = 'ws://shop.example/chat/ws'; Parting = 'None'; Code = $null }
        @{ Url = 'ws://shop.example/stock/'; Parting = 'UpgradeLost'; Code = 'CN6003' }
        @{ Url = 'http://shop.example:81/'; Parting = 'NoProxy'; Code = $null }
    ) {
        $last = [pscustomobject]@{ Url = $Url } | Test-ProxyRoute -Predict -Snapshot $Proxy -WarningAction Ignore | Select-Object -Last 1
        $last.Parting | Should -Be $Parting
        $last.Findings.Code | Should -Be $Code
    }

    It 'sends nothing to another host' {
        { Test-ProxyRoute http://shop.example/ -Snapshot $Proxy -WarningAction Ignore -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'refuses a URL with another scheme, and a header of its own' {
        { Test-ProxyRoute ftp://shop.example/ -Predict -Snapshot $Proxy } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        { Test-ProxyRoute http://a/ -Header @{ Upgrade = 'x' } -Predict -Snapshot $Proxy } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'fits 100 columns' {
        $lines = Test-ProxyRoute ws://shop.example/stock/ -Predict -Snapshot $Proxy -WarningAction Ignore | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines -join "`n" | Should -BeLike '*Verdict*parts*UpgradeLost*CN6003*'
    }
}
