using System.Collections;
using System.Management.Automation;

namespace ContainerNet.Cmdlets;

/// <summary>Lets port numbers through, and also nothing at all: a finding about the whole host has no port, and
/// ValidateRange would refuse to bind it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidatePortAttribute : ValidateArgumentsAttribute
{
    private const int Highest = 65535;

    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        foreach (object? port in arguments as IEnumerable ?? new[] { arguments })
        {
            if (port is not null and not (>= 0 and <= Highest))
            {
                throw new ValidationMetadataException($"{port} is not a port: ports go from 0 to {Highest}.");
            }
        }
    }
}
