using System.Collections;
using System.Management.Automation;
using ContainerNet.Probes.WebSockets;

namespace ContainerNet.Cmdlets;

/// <summary>Lets headers through that may be added to a handshake.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateHeaderAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        foreach (DictionaryEntry header in arguments as IDictionary ?? new Hashtable())
        {
            if (HeaderRules.FaultOf($"{header.Key}", $"{header.Value}") is string fault)
            {
                throw new ValidationMetadataException(fault);
            }
        }
    }
}
