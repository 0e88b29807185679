BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)
}

Describe 'Errors' {
    It 'says that a snapshot cannot be read' {
        $file = Join-Path $TestDrive damaged.json
        Set-Content $file '{ "SchemaVersion": 1, "Host": { "Na'
        { Get-ContainerPort -Snapshot $file } | Should -Throw -ErrorId 'SnapshotUnreadable,*'
    }

    It 'says that a snapshot is not there' {
        { Get-ContainerPort -Snapshot (Join-Path $TestDrive nowhere.json) } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'says that a <Kind> is not there, and goes on' -ForEach @(
        @{ Kind = 'container'; Script = { Get-ContainerPort -Snapshot $Healthy -Container nobody, web } }
        @{ Kind = 'network'; Script = { Get-ContainerNetwork -Snapshot $Healthy -Network nothing, bridge } }
        @{ Kind = 'engine'; Script = { Get-ContainerEngine -Snapshot $Healthy -Engine none, docker } }
        @{ Kind = 'interface'; Script = { Get-IpForward -Snapshot $Healthy -Interface none0, all } }
        @{ Kind = 'kernel setting'; Script = { Get-KernelSetting -Snapshot $Healthy -Name no.such.key, net.ipv4.ip_forward } }
        @{ Kind = 'chain'; Script = { Get-FirewallChain -Snapshot $Healthy -Chain NONE, DOCKER } }
    ) {
        $ErrorActionPreference = 'Continue'
        $output = & $Script 2>&1
        $errors = @($output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'TargetNotFound,*'
        $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $errors[0].Exception.Message | Should -BeLike "*no $Kind named*"
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        @($output | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }).Count | Should -BeGreaterThan 0
    }

    It 'never gives the all-clear for a container that is not there' {
        Test-ContainerNet -Snapshot $Healthy -Container nobody -Quiet -ErrorAction SilentlyContinue | Should -BeFalse
        Test-ContainerNet -Snapshot $Healthy -Container 'nobody*' -Quiet -ErrorAction SilentlyContinue | Should -BeFalse
        { Test-ContainerNet -Snapshot $Healthy -Container 'nobody*' -ErrorAction Stop } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'refuses to repair another host' {
        $finding = [ContainerNet.Findings.Finding]@{
            Code = 'CN1001'; Title = 'x'; Severity = 'Error'; Role = 'RootCause'; Subject = 'host'; Message = 'x'; HostName = 'another.example'
        }
        $finding | Repair-ContainerNet -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue -WarningAction Ignore
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'RepairConflict,*'
        $problems[0].CategoryInfo.Category | Should -Be 'ResourceBusy'
        $problems[0].TargetObject | Should -Be 'host'
    }

    It 'refuses to knock at the ports of another host' {
        { Test-ContainerPort -Snapshot $Healthy } | Should -Throw -ErrorId 'TargetNotFound,*'
    }

    It 'has a category and an advice for every problem' {
        foreach ($problem in [Enum]::GetValues[ContainerNet.Hosting.Problem]()) {
            $failure = [ContainerNet.Hosting.ContainerNetException]::new($problem, 'target', 'message')
            $record = [ContainerNet.Cmdlets.ContainerNetCommand].Assembly.GetType('ContainerNet.Cmdlets.Errors').GetMethod('RecordOf').Invoke($null, @($failure))
            $record.FullyQualifiedErrorId | Should -BeExactly "$problem"
            $record.CategoryInfo.Category | Should -Not -Be 'NotSpecified' -Because $problem
            $record.CategoryInfo.Category | Should -Not -Be 'InvalidOperation' -Because "$problem has no line of its own"
            $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty -Because $problem
        }
    }

    It 'rejects <Command> before anything is read' -ForEach @(
        @{ Command = { Get-ContainerPort -Port 70000 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Get-ContainerPort -Protocol icmp }; Id = 'CannotConvertArgumentNoMessage,*' }
        @{ Command = { Get-IpForward -TimeoutSeconds 0 }; Id = 'ParameterArgumentValidationError,*' }
        @{ Command = { Test-ContainerPort -Vantage Moon }; Id = 'CannotConvertArgumentNoMessage,*' }
    ) {
        $Command | Should -Throw -ErrorId $Id
    }
}
