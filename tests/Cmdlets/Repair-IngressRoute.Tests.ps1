BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Repair-IngressRoute' {
    BeforeEach {
        $Folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $Folder -ItemType Directory
        $Manifest = Join-Path $Folder web.yaml
        @'
# The shop
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web   # do not rename
spec:
  ingressClassName: nginx
  rules:
  - host: shop.test
    http:
      paths:
      - path: /app   # the prefix
        pathType: Prefix
        backend: { service: { name: web, port: { number: 80 } } }
'@ | Set-Content $Manifest
        $Before = (Get-FileHash $Manifest).Hash
        $Needs = @{ Uri = 'http://shop.test/app/'; Redirect = '/login'; WarningAction = 'Ignore' }
    }

    It 'shows a diff that touches only what it must, and writes nothing' {
        $file = Repair-IngressRoute $Manifest -Uri http://shop.test/app/ -Redirect /login -WarningVariable warning -WarningAction Ignore
        $file | Should -HaveCount 1
        $file.Path | Should -Be $Manifest
        $changed = $file.Diff -split '\n' | Where-Object { $_ -match '^[-+](?![-+])' }
        $changed | Should -HaveCount 8
        $changed | Should -Contain '+      - path: /app(/|$)(.*)   # the prefix'
        $changed | Should -Contain '+    nginx.ingress.kubernetes.io/rewrite-target: /$2'
        "$($warning[0])" | Should -BeLike "$Manifest`:12: First see whether the application can be told that it stands below /app*"
        (Get-FileHash $Manifest).Hash | Should -Be $Before
        ($file | Show) -join "`n" | Should -BeLike '*+    nginx.ingress.kubernetes.io/proxy-redirect-to: /app/*'
    }

    It 'takes needs from the pipeline, by value and by property name' {
        $value = [ContainerNet.Model.Visits.VisitNeeds]@{ Page = 'http://shop.test/app/'; Prefix = '/app'; WebSockets = [string[]] '/ws' }
        ([pscustomobject]@{ Needs = $value } | Repair-IngressRoute $Manifest -WarningAction Ignore).After | Should -BeLike '*- path: /ws*'
        ($value | Repair-IngressRoute $Manifest -WarningAction Ignore).After | Should -BeLike '*- path: /ws*'
    }

    It 'writes in place, keeps the original, and puts it back' {
        Repair-IngressRoute $Folder @Needs -InPlace -WhatIf | Should -HaveCount 1
        Get-ChildItem $Folder | Should -HaveCount 1
        $null = Repair-IngressRoute $Folder @Needs -InPlace
        (Get-FileHash "$Manifest.before").Hash | Should -Be $Before
        Repair-IngressRoute $Folder @Needs -WarningVariable warning | Should -BeNullOrEmpty
        "$warning" | Should -BeLike 'Nothing has to be changed: default/web gives http://shop.test/app/ what it needs.'
        $null = Repair-IngressRoute $Folder @Needs -Undo
        (Get-FileHash $Manifest).Hash | Should -Be $Before
        Get-ChildItem $Folder | Should -HaveCount 1
        { Repair-IngressRoute $Folder @Needs -Undo -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'does not undo over somebody else''s change' {
        $null = Repair-IngressRoute $Manifest @Needs -InPlace
        Add-Content $Manifest '# mine'
        { Repair-IngressRoute $Manifest @Needs -Undo -ErrorAction Stop } | Should -Throw -ErrorId 'RepairConflict,*'
        Get-Content $Manifest | Should -Contain '# mine'
    }

    It 'writes into another folder' {
        $out = Join-Path $Folder out
        $file = Repair-IngressRoute $Manifest @Needs -OutDirectory $out
        (Get-Content (Join-Path $out web.yaml) -Raw) | Should -Be $file.After
        (Get-FileHash $Manifest).Hash | Should -Be $Before
    }

    It 'applies nothing with -WhatIf, and shows what kubectl says' -Skip:(-not (Get-Command kubectl -ErrorAction Ignore)) {
        Repair-IngressRoute $Manifest @Needs -Apply -WhatIf | Should -HaveCount 1
        $nowhere = Join-Path $Folder config
        Set-Content $nowhere 'apiVersion: v1', 'kind: Config'
        { Repair-IngressRoute $Manifest @Needs -Apply -Context nope -Kubeconfig $nowhere -Confirm:$false -ErrorAction Stop } |
            Should -Throw -ErrorId 'ToolFailed,*' -ExpectedMessage '*context "nope" does not exist*Nothing was applied.'
        (Get-FileHash $Manifest).Hash | Should -Be $Before
    }

    It 'says what is missing' {
        { Repair-IngressRoute $Manifest -ErrorAction Stop } | Should -Throw -ExpectedMessage 'Say what the application needs*'
        { Repair-IngressRoute $Manifest -Uri http://shop.test/other/ -ErrorAction Stop } | Should -Throw -ErrorId 'ConversionImpossible,*'
        Set-Content $Manifest 'a: [b'
        { Repair-IngressRoute $Manifest @Needs -ErrorAction Stop } | Should -Throw -ErrorId 'ConfigUnreadable,*'
        { Repair-IngressRoute (Join-Path $Folder no.yaml) @Needs -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'has a page and help for every parameter' {
        $page = Get-Content (Get-Page Repair-IngressRoute) -Raw
        foreach ($parameter in Get-OwnParameter Repair-IngressRoute) {
            $page | Should -BeLike "*### -$($parameter.Name)*"
        }
        (Get-Help Repair-IngressRoute).Synopsis | Should -BeLike 'Writes the smallest change of a manifest*'
    }
}
