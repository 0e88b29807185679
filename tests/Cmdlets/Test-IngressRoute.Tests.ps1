BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    . (Join-Path $PSScriptRoot IngressApplication.ps1)
    $Application = Start-IngressApplication
    $Manifest = Join-Path $TestDrive app.yaml
    $Home1 = Join-Path $TestDrive home.yaml
    New-IngressManifest $Manifest '/app(/|$)(.*)' 'nginx.ingress.kubernetes.io/rewrite-target: /$2'
    New-IngressManifest $Home1 '/app'
}

AfterAll {
    $Application.Listener.Stop()
}

Describe 'Test-IngressRoute' {
    It 'tries a manifest, and goes on after what fails' {
        $rows = Test-IngressRoute http://shop.test/app/ -Path $Manifest -Predict -Application $Application.Address
        $rows[0].Status | Should -Be '302'
        $rows[0].Target | Should -Be '/'
        $rows[0].Upstream | Should -Be 'default-shop-80'
        $rows[1].Status | Should -Be '404'
        $rows[2].InPlaceOf | Should -Be 2
        $verdict = $rows[-1]
        "$($verdict.Kind) $($verdict.State)" | Should -Be 'Verdict Failed'
        $verdict.Findings.Code | Should -Be 'CN7002', 'CN7003'
        $verdict.Needs.Redirects | Should -Be '/login'
        $verdict.Needs.Assets | Should -Be '/static/app.js'
        $verdict.NotAsked | Should -Be 'http://elsewhere.test/a.png (Image)'
    }

    It 'finds nothing where the application knows its prefix' {
        $rows = [pscustomobject]@{ Url = 'http://shop.test/app/' } | Test-IngressRoute -Path $Home1 -Predict -Application $Application.Address
        $rows[-1].State | Should -Be 'Passed'
        $rows[-1].Findings | Should -BeNullOrEmpty
        Test-IngressRoute http://shop.test/app/ -Path $Home1 -Predict -Application $Application.Address -Quiet | Should -BeTrue
        Test-IngressRoute http://shop.test/app/ -Path $Manifest -Predict -Application $Application.Address -Quiet | Should -BeFalse
    }

    It 'asks the real thing at another address' {
        $port = ([uri] $Application.Address).Port
        $rows = Test-IngressRoute "http://shop.test:$port/app/" -Address 127.0.0.1
        $rows[0].Status | Should -Be '200'
        $rows[-1].State | Should -Be 'Passed'
        (Test-IngressRoute "http://shop.test:$port/app/" -Address 127.0.0.1 -WebSocket ws)[1].Status | Should -Be '1006 (404)'
    }

    It 'says that nobody answers' {
        $rows = Test-IngressRoute http://shop.test:1/ -Address 127.0.0.1
        $rows[0].Status | Should -Be 'no answer'
        $rows[0].Reason | Should -BeLike '*refused*'
        $rows[-1].State | Should -Be 'Failed'
    }

    It 'wants an application for a prediction' {
        { Test-IngressRoute http://shop.test/app/ -Path $Manifest -Predict -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'names file and line of a manifest that is none' {
        $broken = Join-Path $TestDrive broken.yaml
        Set-Content $broken "a: b`n  c: [d"
        { Test-IngressRoute http://shop.test/ -Path $broken -Predict -Application $Application.Address -ErrorAction Stop } |
            Should -Throw '*broken.yaml:*' -ErrorId 'ConfigUnreadable,*'
    }

    It 'refuses what is no URL' {
        { Test-IngressRoute ftp://shop.test/ -Path $Manifest } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'fits 100 columns' {
        $rows = Test-IngressRoute http://shop.test/app/ -Path $Manifest -Predict -Application $Application.Address
        $lines = $rows | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines -join "`n" | Should -BeLike '*+3 Redirect*in place of step 2*fails*CN7003 Parts of the page*'
        $list = $rows[-1] | Format-List | Show
        ($list | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $list -join "`n" | Should -BeLike '*proxy-redirect-from: /*'
    }
}
