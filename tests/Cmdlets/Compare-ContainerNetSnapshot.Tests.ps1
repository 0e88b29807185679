BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Folder = Split-Path $Healthy
    $One = Join-Path $Folder walk-healthy.json
    $Other = Join-Path $Folder walk-docker-user-drop.json
}

Describe 'Compare-ContainerNetSnapshot' {
    It 'lists first what breaks a path' {
        $first = Compare-ContainerNetSnapshot $One $Other
        $first.Code | Should -Be CN8004
        $first.Fact | Should -Be 'rules of ip filter DOCKER-USER'
        $first.Breaks[0].Path | Should -Be 'External -> web:8080/tcp'
        $first.Breaks[0].ReferenceVerdict | Should -Be Delivered
        $first.Breaks[0].Verdict | Should -Be Dropped
    }

    It 'says the same of files, objects, the pipeline and mixtures' {
        $expected = Compare-ContainerNetSnapshot -Path $One, $Other -All | ConvertTo-Json -Depth 6
        $objects = Import-ContainerNetSnapshot $One, $Other
        $names = { $_ -replace ' \(walk-docker-user-drop\.json\)| \(2\)' }
        foreach ($found in (Compare-ContainerNetSnapshot $objects[0] $objects[1] -All), ($objects | Compare-ContainerNetSnapshot -All),
            ($objects[0], (Get-Item $Other) | Compare-ContainerNetSnapshot -All), (Compare-ContainerNetSnapshot -ReferenceObject $One -Path $Other -All)) {
            $found | ConvertTo-Json -Depth 6 | ForEach-Object $names | Should -Be ($expected | ForEach-Object $names)
        }
    }

    It 'names the odd one out of many' {
        $differences = Compare-ContainerNetSnapshot -Path $One, $One, $One, $Other
        $differences[0].Hosts | Should -HaveCount 1
        $differences[0].Values[0].IsReference | Should -BeTrue
        $differences[0].Values[0].Hosts | Should -HaveCount 3
    }

    It 'names the file that cannot be read, and compares the others' {
        $bad = Join-Path $TestDrive bad.json
        Set-Content $bad '{"SchemaVersion":1,'
        $found = Compare-ContainerNetSnapshot -Path $One, $bad, $Other -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.Count | Should -Be 1
        "$($problems[0])" | Should -BeLike '*bad.json*'
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'SnapshotUnreadable,*'
    }

    It 'calls nothing a difference that was not read' {
        $half = Import-ContainerNetSnapshot $One | ForEach-Object { [Text.Encoding]::UTF8.GetString([ContainerNet.Collection.SnapshotJson]::Write($_)) } | ConvertFrom-Json -AsHashtable -Depth 64
        $half.Chains = @()
        $half.Gaps = @(@{ Facts = 'Firewall, Firewall6'; Source = 'iptables-save'; Reason = 'denied'; Remedy = ''; Partial = $false; SkippedCodes = @() })
        $file = Join-Path $TestDrive half.json
        $half | ConvertTo-Json -Depth 64 -Compress | Set-Content $file
        Compare-ContainerNetSnapshot $One $file -All | Where-Object Code -EQ CN8004 | Should -BeNullOrEmpty
    }

    It 'says that differences are hidden which change no path' {
        $text = (Get-Content $One -Raw) -replace '26\.1\.5', '27.0.1'
        $file = Join-Path $TestDrive other.json
        Set-Content $file $text
        Compare-ContainerNetSnapshot $One $file -WarningVariable warning -WarningAction Ignore | Should -BeNullOrEmpty
        "$warning" | Should -BeLike '*-All*CN8003 docker version*'
        (Compare-ContainerNetSnapshot $One $file -All).Fact | Should -Be 'docker version'
    }

    It 'wants two' {
        { Compare-ContainerNetSnapshot -Path $One -ErrorAction Stop } | Should -Throw '*takes two*'
        { Compare-ContainerNetSnapshot -ErrorAction Stop } | Should -Throw '*no snapshot*'
    }

    It 'fits 100 columns' {
        $lines = Compare-ContainerNetSnapshot $One $Other | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines = Compare-ContainerNetSnapshot $One $Other | Format-List | Show
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
    }
}
