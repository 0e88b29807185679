BeforeDiscovery {
    $Manifest = Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../ContainerNet.psd1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
    $Manifest = Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../ContainerNet.psd1')
}

Describe 'The module' {
    It 'exports what its manifest lists, and nothing else' {
        (Get-Command -Module ContainerNet).Name | Sort-Object | Should -Be ($Manifest.CmdletsToExport | Sort-Object)
    }

    It 'has a valid manifest' {
        { Test-ModuleManifest (Join-Path $ModulePath ContainerNet.psd1) -ErrorAction Stop } | Should -Not -Throw
    }

    It 'uses approved verbs' {
        $approved = (Get-Verb).Verb
        (Get-Command -Module ContainerNet).Verb | Sort-Object -Unique | Should -BeIn $approved
    }

    It 'loads no other assembly than its own' {
        $assemblies = Get-ChildItem (Join-Path $ModulePath bin) -Filter *.dll
        $assemblies.BaseName | Sort-Object | Should -Be 'ContainerNet', 'ContainerNet.Cmdlets'
    }

    It 'makes its types known, so that [ContainerNet.Findings.Severity] works' {
        [ContainerNet.Findings.Severity]::Error | Should -Be 'Error'
    }
}

Describe '<_>' -ForEach $Manifest.CmdletsToExport {
    BeforeAll { $Command = Get-Command $_ }

    It 'declares its output type' {
        $Command.OutputType.Count | Should -BeGreaterThan 0
    }

    It 'has a view for every output type' {
        foreach ($type in $Command.OutputType.Type | Where-Object { $_ -notin [bool], [string] }) {
            Get-FormatData $type.FullName -PowerShellVersion 7.6 | Should -Not -BeNullOrEmpty -Because $type.FullName
        }
    }

    It 'can be asked what it would do when it changes something' {
        $changes = $Command.Verb -in 'Set', 'Repair', 'Undo', 'Register', 'Unregister', 'Export', 'ConvertTo'
        $Command.Parameters.ContainsKey('WhatIf') | Should -Be $changes
    }
}
