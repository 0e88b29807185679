@{
    RootModule           = 'bin/ContainerNet.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6c2f0f0e-5b0a-4f57-9d3c-2e8a1f6f7b41'
    Author               = 'The ContainerNet authors'
    CompanyName          = 'ContainerNet'
    Copyright            = '(c) The ContainerNet authors.'
    Description          = 'Why can this client not reach that container, and what exactly mends it?'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('ContainerNet.Format.ps1xml')
    TypesToProcess       = @('ContainerNet.Types.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Compare-ContainerNetSnapshot'
        'Compare-PacketPath'
        'ConvertTo-HostNetwork'
        'Export-ContainerNetMetric'
        'Export-ContainerNetSnapshot'
        'Get-ContainerEngine'
        'Get-ContainerListener'
        'Get-ContainerNetRepair'
        'Get-ContainerNetwork'
        'Get-ContainerNetSchedule'
        'Get-ContainerNetSnapshot'
        'Get-ContainerPort'
        'Get-FirewallChain'
        'Get-FirewallRule'
        'Get-FirewallZone'
        'Get-IngressRoute'
        'Get-IpForward'
        'Get-KernelSetting'
        'Get-PacketPath'
        'Get-ProxyRoute'
        'Import-ContainerNetSnapshot'
        'Register-ContainerNetRepair'
        'Repair-ContainerNet'
        'Repair-DockerChain'
        'Repair-IngressRoute'
        'Set-IpForward'
        'Test-ContainerNet'
        'Test-ContainerPort'
        'Test-IngressRoute'
        'Test-ProxyRoute'
        'Test-WebSocket'
        'Trace-PacketPath'
        'Undo-ContainerNetRepair'
        'Watch-ContainerNet'
        'Unregister-ContainerNetRepair'
    )
    PrivateData          = @{
        PSData = @{
            Tags = @('Linux', 'Docker', 'Podman', 'container', 'network', 'firewall', 'nftables', 'iptables', 'diagnosis')
        }
    }
}
