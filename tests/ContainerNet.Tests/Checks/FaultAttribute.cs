namespace ContainerNet.Checks;

/// <summary>The test shows that a host with the fault is found; CatalogTests wants one for each code.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FaultAttribute(string code) : Attribute
{
    public string Code { get; } = code;
}
