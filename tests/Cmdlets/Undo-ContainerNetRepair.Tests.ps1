BeforeDiscovery {
    # A network and mounts of its own: forwarding is switched there, and the journal is not the machine's.
    $Possible = $IsLinux -and (id -u) -eq '0' -and (Get-Command unshare -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot Common.ps1)

    # Runs a script on a host of its own, and gives what it gave.
    function Invoke-OnOwnHost([scriptblock] $Script) {
        $file = Join-Path ([IO.Path]::GetTempPath()) "containernet-undo-$PID.ps1"
        @"
`$ProgressPreference = 'SilentlyContinue'
. '$PSScriptRoot/Common.ps1'
& { $Script } | ConvertTo-Json -Depth 6
"@ | Set-Content $file
        try {
            $mount = 'mount -t tmpfs none /var/lib && mount -t tmpfs none /run && exec pwsh -NoProfile -NonInteractive -File "$1"'
            (unshare --net --mount --propagation private -- sh -c $mount sh $file) -join "`n" | ConvertFrom-Json
        }
        finally {
            Remove-Item $file
        }
    }
}

Describe 'Get- and Undo-ContainerNetRepair' -Skip:(-not $Possible) {
    BeforeAll {
        $Seen = Invoke-OnOwnHost {
            $switch = '/proc/sys/net/ipv4/ip_forward'
            $none = @(Get-ContainerNetRepair)
            $null = Set-IpForward -Enabled $true -Confirm:$false -WarningAction Ignore
            $null = Set-IpForward -Enabled $true -AddressFamily IPv6 -Confirm:$false -WarningAction Ignore
            $all = @(Get-ContainerNetRepair)
            $first = $all[-1].Id
            Set-Content '/var/lib/containernet/journal/torn.json' '{'
            $whatIf = pwsh -NoProfile -Command "Import-Module '$ModulePath'; Undo-ContainerNetRepair $first -WhatIf" | Out-String
            $afterWhatIf = (Get-Content $switch).Trim()
            $result = [ordered]@{
                None = $none.Count
                All = @($all | ForEach-Object Subject)
                Ids = @($all | ForEach-Object Id)
                Table = @($all | Show)
                List = @($all | Format-List | Show)
                Warning = "$(Get-ContainerNetRepair -Newest 1 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })"
                ById = @(Get-ContainerNetRepair -Id $first -WarningAction Ignore).Count
                ByWildcard = @(Get-ContainerNetRepair *-CN1001-* -WarningAction Ignore).Count
                ByCode = @(Get-ContainerNetRepair -Code CN9* -WarningAction Ignore).Count
                Newest = @(Get-ContainerNetRepair -Newest 1 -WarningAction Ignore).Id
                Since = @(Get-ContainerNetRepair -Since (Get-Date).AddHours(1) -WarningAction Ignore).Count
                SinceBefore = @(Get-ContainerNetRepair -Since (Get-Date).AddHours(-1) -WarningAction Ignore).Count
                Incomplete = @(Get-ContainerNetRepair -Incomplete -WarningAction Ignore).Count
                Offers = @((Complete 'Undo-ContainerNetRepair 2').ListItemText)
                Tip = (Complete "Get-ContainerNetRepair $first")[0].ToolTip
                WhatIf = $whatIf
                AfterWhatIf = $afterWhatIf
            }
            $ip6 = '/proc/sys/net/ipv6/conf/all/forwarding'
            $moved = Get-ContainerNetRepair -WarningAction Ignore | Select-Object -First 1
            [IO.File]::WriteAllText($ip6, "0`n") # Set-Content writes nothing there, and says nothing
            $result.Gone = Undo-ContainerNetRepair $moved.Id -Confirm:$false
            $result.Again = $moved | Undo-ContainerNetRepair -Confirm:$false
            $result.Undone = @($first | ForEach-Object { [pscustomobject]@{ Id = $_ } } | Undo-ContainerNetRepair -Confirm:$false)
            $result.AfterUndo = (Get-Content $switch).Trim()
            $result.OffersAfter = @((Complete 'Undo-ContainerNetRepair 2').ListItemText | Where-Object { $_ })
            $null = [pscustomobject]@{ Id = '' } | Undo-ContainerNetRepair -ErrorAction Stop

            # Journal and host moved apart: a record says 0 to 1, and somebody has written another value.
            $key = '/var/lib/containernet/journal'
            $text = (Get-Content "$key/$first.json" -Raw) -replace '"State": "Undone"', '"State": "Running"' -replace '"Started": 0', '"Started": 1' -replace '"Value": "1"', '"Value": "7"' -replace '"Before": "0"', '"Before": "5"'
            Set-Content "$key/$first.json" $text
            $result.Interrupted = @(Get-ContainerNetRepair -Incomplete -WarningAction Ignore).Id
            $result.Refusal = try { Undo-ContainerNetRepair $first -Confirm:$false -ErrorAction Stop } catch { [ordered]@{ Id = $_.FullyQualifiedErrorId; Text = $_.ErrorDetails.Message } }
            $result.Forced = Undo-ContainerNetRepair $first -Force -Confirm:$false
            $result.Missing = try { Get-ContainerNetRepair nothing -ErrorAction Stop -WarningAction Ignore } catch { $_.FullyQualifiedErrorId }
            $result
        }
    }

    It 'gives nothing where nothing was repaired' {
        $Seen.None | Should -Be 0
    }

    It 'gives the newest first' {
        $Seen.All.Count | Should -Be 2
        $Seen.All[0] | Should -BeLike '*IPv6*'
        $Seen.Newest | Should -Be $Seen.Ids[0]
    }

    It 'shows the whole identifier in a table of 100 columns' {
        $Seen.Table -join "`n" | Should -BeLike "*$($Seen.Ids[1])*Repaired*"
        ($Seen.Table | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $Seen.List -join "`n" | Should -Match '(?m)^At\s+: \S'
    }

    It 'warns of a file that is no record' {
        $Seen.Warning | Should -BeLike '*torn.json*'
    }

    It 'filters by identifier, code, time and state' {
        $Seen.ById | Should -Be 1
        $Seen.ByWildcard | Should -Be 1
        $Seen.ByCode | Should -Be 0
        $Seen.Since | Should -Be 0
        $Seen.SinceBefore | Should -Be 2
        $Seen.Incomplete | Should -Be 0
        $Seen.Missing | Should -BeLike 'TargetNotFound,*'
    }

    It 'offers what can be taken back, with what it is' {
        $Seen.Offers | Should -Be ($Seen.Ids | Sort-Object)
        $Seen.Tip | Should -BeLike '*CN1001*Repaired*'
        $Seen.OffersAfter | Should -BeNullOrEmpty
    }

    It 'shows the exact change with -WhatIf and makes none' {
        $Seen.WhatIf | Should -BeLike '*What if:*Take back:*write 0 over 1 in /proc/sys/net/ipv4/ip_forward*'
        $Seen.AfterWhatIf | Should -Be '1'
    }

    It 'takes back, once' {
        $Seen.Undone.Count | Should -Be 1
        $Seen.Undone[0].Status | Should -Be ([int][ContainerNet.Repairs.RepairStatus]::Undone)
        $Seen.AfterUndo | Should -Be '0'
        $Seen.Again.Status | Should -Be ([int][ContainerNet.Repairs.RepairStatus]::NotNeeded)
    }

    It 'says when nothing of it was left' {
        $Seen.Gone.Notes | Should -Contain 'Nothing of it was left on the host.'
    }

    It 'finds what was interrupted, refuses where the host moved on, and says what is there' {
        $Seen.Interrupted | Should -Be $Seen.Ids[1]
        $Seen.Refusal.Id | Should -BeLike 'RepairConflict,*'
        $Seen.Refusal.Text | Should -BeLike '*is 0 now; this repair had set it from 5 to 7*-Force*'
    }

    It 'leaves that alone with -Force, and says so' {
        $Seen.Forced.Status | Should -Be ([int][ContainerNet.Repairs.RepairStatus]::Undone)
        $Seen.Forced.Notes -join ' ' | Should -BeLike '*Left alone: net.ipv4.ip_forward is 0 now*'
    }
}
