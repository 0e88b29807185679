BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Shape = Join-Path $PSScriptRoot ../Lab/inside/pushgateway
}

Describe 'ConvertTo-HostNetwork' {
    BeforeEach {
        $Folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $Folder -ItemType Directory
        Copy-Item "$Shape/compose.yaml", "$Shape/nginx.conf" $Folder
        $Compose = Join-Path $Folder compose.yaml
        $Nginx = Join-Path $Folder nginx.conf
        $Before = Get-FileHash $Compose, $Nginx
    }

    It 'shows a diff that touches only what it must, and writes nothing' {
        $files = ConvertTo-HostNetwork $Compose -Snapshot $Healthy -WarningVariable warning -WarningAction Ignore -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem | Should -Not -BeNullOrEmpty -Because 'the recorded host has port 8080'
        $files | Should -BeNullOrEmpty
        "$problem" | Should -BeLike "*$Nginx`:16: nginx cannot be converted, because it would listen at 8080/tcp of the host, which container web has*"

        (Get-Content $Compose -Raw) -replace '8080:80', '18080:80' | Set-Content $Compose -NoNewline
        $files = ConvertTo-HostNetwork $Compose -Snapshot $Healthy -WarningAction Ignore
        $changed = $files.Diff -split '\n' | Where-Object { $_ -match '^[-+](?![-+])' }
        $changed | Should -Contain '+        listen 18080;'
        $changed | Should -Contain '-        listen 80;'
        $changed | Where-Object { $_ -match 'network_mode' } | Should -HaveCount 2
        $changed | Should -HaveCount 14
        Get-ChildItem $Folder | Should -HaveCount 2
        ($files | Show) -join "`n" | Should -BeLike '*+        listen 18080;*'
    }

    It 'writes in place, keeps the originals, and puts them back' {
        (Get-Content $Compose -Raw) -replace '8080:80', '18080:80' | Set-Content $Compose -NoNewline
        $Before = Get-FileHash $Compose, $Nginx
        ConvertTo-HostNetwork $Compose -InPlace -Snapshot $Healthy -WhatIf -WarningAction Ignore | Should -HaveCount 2
        (Get-FileHash $Compose, $Nginx).Hash | Should -Be $Before.Hash
        Get-ChildItem $Folder | Should -HaveCount 2

        $null = ConvertTo-HostNetwork $Compose -InPlace -Snapshot $Healthy -WarningAction Ignore
        (Get-FileHash "$Compose.bridge", "$Nginx.bridge").Hash | Should -Be $Before.Hash
        Get-Content $Compose -Raw | Should -Not -BeLike '*18080*'
        ConvertTo-HostNetwork $Compose -Snapshot $Healthy -WarningVariable nothing -WarningAction Ignore | Should -BeNullOrEmpty
        "$nothing" | Should -BeLike '*Nothing has to be changed*'

        $null = ConvertTo-HostNetwork $Compose -Undo
        (Get-FileHash $Compose, $Nginx).Hash | Should -Be $Before.Hash
        Get-ChildItem $Folder | Should -HaveCount 2
        { ConvertTo-HostNetwork $Compose -Undo -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'does not go back over a file that was changed since' {
        (Get-Content $Compose -Raw) -replace '8080:80', '18080:80' | Set-Content $Compose -NoNewline
        $null = ConvertTo-HostNetwork $Compose -InPlace -Snapshot $Healthy -WarningAction Ignore
        Add-Content $Nginx '# later'
        { ConvertTo-HostNetwork $Compose -Undo -ErrorAction Stop } | Should -Throw -ErrorId 'RepairConflict,*'
        Get-Content $Nginx -Raw | Should -BeLike '*# later*'
    }

    It 'never overwrites an original that was kept, nor one in the folder that is named' {
        (Get-Content $Compose -Raw) -replace '8080:80', '18080:80' | Set-Content $Compose -NoNewline
        Set-Content "$Nginx.bridge" kept
        { ConvertTo-HostNetwork $Compose -InPlace -Snapshot $Healthy -WarningAction Ignore -ErrorAction Stop } | Should -Throw -ErrorId 'RepairConflict,*'
        { ConvertTo-HostNetwork $Compose -OutDirectory $Folder -Snapshot $Healthy -WarningAction Ignore -ErrorAction Stop } | Should -Throw -ErrorId 'RepairConflict,*'
        Get-Content "$Nginx.bridge" | Should -Be kept
        Get-Content $Nginx -Raw | Should -BeLike '*listen 80;*'
        Get-ChildItem $Folder | Should -HaveCount 3
    }

    It 'keeps the mode of a file, and takes everything back when one cannot be written' {
        (Get-Content $Compose -Raw) -replace '8080:80', '18080:80' | Set-Content $Compose -NoNewline
        chmod 640 $Nginx
        $null = New-Item (Join-Path $Folder real) -ItemType Directory
        Move-Item $Compose (Join-Path $Folder real/compose.yaml)
        $null = New-Item $Compose -ItemType SymbolicLink -Target (Join-Path $Folder real/compose.yaml)
        { ConvertTo-HostNetwork $Compose -InPlace -Snapshot $Healthy -WarningAction Ignore -ErrorAction Stop } | Should -Throw -ErrorId 'RepairConflict,*'
        Get-Content $Nginx -Raw | Should -BeLike '*listen 80;*'
        Get-ChildItem $Folder -Filter *.bridge | Should -BeNullOrEmpty
        (Get-Item $Nginx).UnixMode | Should -Be '-rw-r-----'
    }

    It 'writes into another folder' {
        (Get-Content $Compose -Raw) -replace '8080:80', '18080:80' | Set-Content $Compose -NoNewline
        $null = ConvertTo-HostNetwork $Compose -OutDirectory "$Folder/out" -Snapshot $Healthy -WarningAction Ignore
        Get-Content "$Folder/out/compose.yaml" -Raw | Should -BeLike '*network_mode: host*'
        Get-Content "$Folder/out/nginx.conf" -Raw | Should -BeLike '*listen 18080;*'
        Get-Content $Nginx -Raw | Should -BeLike '*listen 80;*'
    }

    It 'names file and line of what is no compose file: <Text>' -ForEach @(
        @{ Text = "a: [1"; Message = '*:1:*this is no YAML*' }
        @{ Text = "services:`n  a:`n    image: a`n    ports: ['1:70000']"; Message = '*:4:13: *70000 is no port*' }
        @{ Text = "services:`n  a:`n    image: `${TAG:?name a tag}"; Message = '*:3:12: the variable TAG must be set: name a tag' }
        @{ Text = "a`0b"; Message = '*:1:2: this is no text*' }
    ) {
        [IO.File]::WriteAllText($Compose, $Text)
        { ConvertTo-HostNetwork $Compose -InPlace -Snapshot $Healthy -ErrorAction Stop } | Should -Throw $Message -ErrorId 'ConfigUnreadable,*'
        [IO.File]::ReadAllText($Compose) | Should -Be $Text
        Get-ChildItem $Folder | Should -HaveCount 2
    }
}

Describe 'Get-ContainerPort -Plan' {
    BeforeAll {
        $Plan = Join-Path $TestDrive compose.yaml
        Set-Content $Plan @'
services:
  web:
    image: nginx
    ports: ["8080:80", "127.0.0.1:8443:443", "9000"]
    expose: [9091]
  debug:
    image: bb
    profiles: [debug]
    ports: ["8443:${PORT:-7001}"]
'@
        Set-Content (Join-Path $TestDrive vars.env) 'PORT=7000'
    }

    It 'shows what would be published, and who has it already' {
        $ports = Get-ContainerPort -Plan $Plan -Snapshot $Healthy -WarningAction Ignore
        $ports | Should -HaveCount 3
        $ports[0].HostPort | Should -Be 8080
        $ports[0].Port | Should -Be 80
        $ports[0].Conflicts.Container | Should -Be 'web'
        $ports[2].HostPort | Should -Be 0
        (Get-ContainerPort -Plan $Plan -Snapshot $Healthy -All -WarningAction Ignore)[3].Published | Should -BeFalse
        (Get-ContainerPort web -Port 8443 -Plan $Plan -Snapshot $Healthy -WarningAction Ignore).Port | Should -Be 443
    }

    It 'takes profiles and files of variables' {
        $port = Get-ContainerPort debug -Plan $Plan -Profile debug -EnvironmentFile (Join-Path $TestDrive vars.env) -Snapshot $Healthy
        $port.Port | Should -Be 7000
        $port.Conflicts.Service | Should -Contain 'web'
    }

    It 'keeps YamlDotNet to itself' {
        $null = Get-ContainerPort -Plan $Plan -Snapshot $Healthy -WarningAction Ignore
        $yaml = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }
        $yaml | Should -Not -BeNullOrEmpty
        $yaml | ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Should -Be 'ContainerNet.Yaml'
    }

    It 'fits 100 columns' {
        $lines = Get-ContainerPort -Plan $Plan -Snapshot $Healthy -WarningAction Ignore | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
    }

    It 'names a file that is not there' {
        { Get-ContainerPort -Plan /nowhere/compose.yaml -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }
}
