BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Proxy = (Resolve-Path (Join-Path $PSScriptRoot '../Fixtures/snapshots/rootless-proxy.json')).Path
}

Describe 'Get-ProxyRoute' {
    It 'gives one object a location, in the order of the configuration' {
        $routes = Get-ProxyRoute -Snapshot $Proxy
        $routes.Location | Should -Be 'location /', 'location /stock/', 'location /chat/ws'
        $routes[2].Upgrade | Should -Be 'Passed'
        "$($routes[2].Source)" | Should -Be '/etc/nginx/conf.d/lab.conf:22'
    }

    It 'chooses <Location> for <Url>' -ForEach @(
        @{ Url = 'http://shop.example/'; Location = 'location /' }
        @{ Url = 'http://shop.example/stock/7?a=b'; Location = 'location /stock/' }
        @{ Url = 'ws://shop.example/chat/ws'; Location = 'location /chat/ws' }
        @{ Url = 'http://nobody.example/chat/ws2'; Location = 'location /chat/ws' }
    ) {
        (Get-ProxyRoute $Url -Snapshot $Proxy).Location | Should -Be $Location
        ([pscustomobject]@{ Url = $Url } | Get-ProxyRoute -Snapshot $Proxy).Location | Should -Be $Location
    }

    It 'says why a URL is not passed on' {
        $route = Get-ProxyRoute http://shop.example:81/ -Snapshot $Proxy -WarningVariable warning -WarningAction Ignore
        $route | Should -BeNullOrEmpty
        "$warning" | Should -BeLike '*does not pass http://shop.example:81/ on: NotListening*'
    }

    It 'refuses what is no URL: <Url>' -ForEach @(@{ Url = 'shop.example' }, @{ Url = 'ftp://shop.example/' }, @{ Url = 'file:///etc/passwd' }) {
        { Get-ProxyRoute $Url -Snapshot $Proxy } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'names a server that is not there' {
        { Get-ProxyRoute -Server nobody -Snapshot $Proxy -ErrorAction Stop } | Should -Throw '*nobody*'
    }

    It 'fits 100 columns, and says that an old snapshot has no proxies' {
        $lines = Get-ProxyRoute -Snapshot $Proxy | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines -join "`n" | Should -BeLike '*/chat/ws *http://127.0.0.1:8003*Passed*/etc/nginx/conf.d/lab.conf:22*'
        Get-ProxyRoute -Snapshot $Healthy -WarningVariable warning -WarningAction Ignore | Should -BeNullOrEmpty
        "$warning" | Should -BeLike '*no proxies*'
    }

    It 'lets Test-ContainerNet find nothing in front of healthy services' {
        Test-ContainerNet -Snapshot $Proxy -WarningAction Ignore | Where-Object Severity -NE Info | Should -BeNullOrEmpty
    }
}
