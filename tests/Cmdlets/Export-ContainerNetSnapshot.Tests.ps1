BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Export-ContainerNetSnapshot' {
    It 'writes what Import reads, for the owner alone' {
        $file = Import-ContainerNetSnapshot $ForwardingOff | Export-ContainerNetSnapshot TestDrive:/a.json -PassThru
        $file.UnixFileMode | Should -Be 'UserWrite, UserRead'
        (Test-ContainerNet -Snapshot $file).Code | Should -Be (Test-ContainerNet -Snapshot $ForwardingOff).Code
    }

    It 'writes into a folder, a file for each host' {
        $folder = New-Item -ItemType Directory TestDrive:/fleet
        Import-ContainerNetSnapshot $Healthy | Export-ContainerNetSnapshot $folder.FullName
        (Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'writes nothing with -WhatIf, and leaves a file alone with -NoClobber' {
        $Healthy | Export-ContainerNetSnapshot TestDrive:/b.json -WhatIf
        Test-Path TestDrive:/b.json | Should -BeFalse
        Set-Content TestDrive:/c.json mine
        { $Healthy | Export-ContainerNetSnapshot TestDrive:/c.json -NoClobber -ErrorAction Stop } | Should -Throw '*there already*'
        Get-Content TestDrive:/c.json | Should -Be mine
    }

    It 'does not write two hosts into one file' {
        { $Healthy, $ForwardingOff | Export-ContainerNetSnapshot TestDrive:/d.json -ErrorAction Stop } | Should -Throw '*just written*'
    }

    It 'replaces names and addresses with -Redact, and findings stay' {
        $facts = Import-ContainerNetSnapshot $ForwardingOff
        $file = $facts | Export-ContainerNetSnapshot TestDrive:/r.json -Redact -PassThru
        $text = Get-Content $file -Raw
        foreach ($name in @($facts.Host.Name) + $facts.Containers.Name) {
            $text | Should -Not -BeLike "*`"$name`"*"
        }
        (Test-ContainerNet -Snapshot $file).Code | Should -Be (Test-ContainerNet -Snapshot $facts).Code
    }

    It 'names the folder that is not there' {
        { $Healthy | Export-ContainerNetSnapshot TestDrive:/nowhere/a.json -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }
}
