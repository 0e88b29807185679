BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Folder = Split-Path $Healthy
}

Describe 'Import-ContainerNetSnapshot' {
    It 'takes paths, wildcards and files of Get-ChildItem' {
        (Import-ContainerNetSnapshot $Healthy).Host.Name | Should -Not -BeNullOrEmpty
        @(Import-ContainerNetSnapshot (Join-Path $Folder 'walk-*.json')).Count | Should -Be 3
        @(Get-ChildItem $Folder -Filter walk-*.json | Import-ContainerNetSnapshot).Count | Should -Be 3
        @($Healthy, $ForwardingOff | Import-ContainerNetSnapshot).Count | Should -Be 2
    }

    It 'names the file that is <Name>, and reads the others' -ForEach @(
        @{ Name = 'cut off'; Text = '{"SchemaVersion":1,"Host":{"Name":"a"'; Says = '*is not a snapshot*' }
        @{ Name = 'of a newer version'; Text = '{"SchemaVersion":2,"Host":{"Name":"a"}}'; Says = '*newer ContainerNet*' }
        @{ Name = 'another schema'; Text = '{"Findings":[]}'; Says = '*is not a snapshot*' }
        @{ Name = 'edited by hand'; Text = { (Get-Content $Healthy -Raw) -replace '"CollectedAt":"[^"]*"', '"CollectedAt":"soon"' }; Says = '*CollectedAt*' }
        @{ Name = 'empty'; Text = ''; Says = '*is not a snapshot*' }
    ) {
        $bad = Join-Path $TestDrive bad.json
        [IO.File]::WriteAllText($bad, ($Text -is [scriptblock] ? (& $Text) : $Text))
        $read = Import-ContainerNetSnapshot $bad, $Healthy -ErrorVariable problems -ErrorAction SilentlyContinue
        @($read).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotUnreadable,*'
        "$($problems[0])" | Should -BeLike "*bad.json*"
        "$($problems[0])" | Should -BeLike $Says
    }

    It 'says that a path or pattern stands for no file' {
        { Import-ContainerNetSnapshot /nowhere.json -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
        { Import-ContainerNetSnapshot /nowhere*.json -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }
}
