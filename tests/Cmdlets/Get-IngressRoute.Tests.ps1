BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    . (Join-Path $PSScriptRoot IngressApplication.ps1)
    $Manifest = Join-Path $TestDrive app.yaml
    New-IngressManifest $Manifest '/app(/|$)(.*)' 'nginx.ingress.kubernetes.io/rewrite-target: /$2'
}

Describe 'Get-IngressRoute' {
    It 'gives the locations of a host in their order' {
        $routes = Get-IngressRoute -Path $Manifest -HostName shop.*
        $routes.Path | Should -Be '^/app(/|$)(.*)', '^/'
        $routes.Order | Should -Be 1, 2
        $routes[0].Upstream | Should -Be 'default-shop-80'
        $routes[0].Rewrite | Should -Be '/$2'
        $routes[0].Source | Should -BeLike '*app.yaml:*'
    }

    It 'says which paths another Ingress made patterns' {
        $plain = Join-Path $TestDrive plain.yaml
        New-IngressManifest $plain '/plain'
        (Get-Content $plain -Raw) -replace '(?m)^  name: shop$', '  name: plain' | Set-Content $plain
        $routes = Get-IngressRoute -Path $Manifest, $plain -HostName shop.test
        ($routes | Where-Object Ingress -EQ 'default/plain').IsMadePattern | Should -BeTrue
        ($routes | Where-Object Path -EQ '^/app(/|$)(.*)').IsMadePattern | Should -BeFalse
        (Get-IngressRoute -Path $plain -HostName shop.test)[0].Mode | Should -Be 'Prefix'
    }

    It 'chooses the one that takes a URL, and says where none does' {
        (Get-IngressRoute http://shop.test/APP/cart -Path $Manifest).Order | Should -Be 1
        $null = Get-IngressRoute http://shop.test/other -Path $Manifest -WarningVariable warning -WarningAction Ignore
        "$warning" | Should -BeLike '*DefaultBackend, 404*no Ingress of this host has this path*'
    }

    It 'reads folders' {
        (Get-IngressRoute -Path $TestDrive | Where-Object Ingress).Ingress | Should -Contain 'default/shop'
    }

    It 'fits 100 columns' {
        $lines = Get-IngressRoute -Path $Manifest | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines -join "`n" | Should -BeLike '*shop.test*1 Pattern*default-shop-80*default/shop*'
    }
}
