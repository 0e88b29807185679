BeforeDiscovery {
    $Cmdlets = (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../ContainerNet.psd1')).CmdletsToExport
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Help of <_>' -ForEach $Cmdlets {
    BeforeAll {
        $Name = $_
        $Help = Get-Help $Name -Full
        $Examples = @($Help.examples.example)
    }

    It 'has a synopsis and a description' {
        # Without a help file PowerShell makes the synopsis out of the syntax.
        $Help.Synopsis | Should -Not -BeLike "*$Name*-*<*"
        $Help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'describes every parameter' {
        foreach ($parameter in Get-OwnParameter $Name | Where-Object { -not $_.Attributes.DontShow }) {
            $text = ($Help.parameters.parameter | Where-Object name -EQ $parameter.Name).description.Text -join ' '
            $text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs a description"
            $text | Should -Not -BeLike '*{{*' -Because "-$($parameter.Name) needs a description"
        }
    }

    It 'has two examples or more' {
        $Examples.Count | Should -BeGreaterOrEqual 2
    }

    It 'has examples that parse and name only parameters that exist' {
        $commands = (Get-Content (Get-Page $Name) -Raw) -split '\r?\n' | Where-Object { $_ -match '^PS> ' } | ForEach-Object { $_.Substring(4) }
        $commands.Count | Should -BeGreaterOrEqual 2
        foreach ($text in $commands) {
            $errors = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $text
            $uses = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
            foreach ($use in $uses | Where-Object { $_.GetCommandName() -like '*-Container*' -or $_.GetCommandName() -eq $Name }) {
                $known = (Get-Command $use.GetCommandName()).Parameters
                foreach ($element in $use.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                    $known.ContainsKey($element.ParameterName) | Should -BeTrue -Because "$text uses -$($element.ParameterName)"
                }
            }
        }
    }

    It 'was built from the page that is there now' {
        $page = Get-Content (Get-Page $Name) -Raw
        $synopsis = [regex]::Match($page, '(?s)## SYNOPSIS\s+(.+?)\s+## ').Groups[1].Value -replace '\s+', ' '
        ($Help.Synopsis -replace '\s+', ' ').Trim() | Should -Be $synopsis
        foreach ($parameter in Get-OwnParameter $Name) {
            $page | Should -Match "(?m)^### -$($parameter.Name)\s*$"
        }
    }
}

Describe 'about_ContainerNet' {
    It 'names every cmdlet' {
        $text = Get-Content (Join-Path $ModulePath en-US/about_ContainerNet.help.txt) -Raw
        foreach ($name in (Get-Command -Module ContainerNet).Name) {
            $text | Should -BeLike "*$name*"
        }
    }
}
