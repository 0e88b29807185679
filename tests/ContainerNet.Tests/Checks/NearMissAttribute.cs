namespace ContainerNet.Checks;

/// <summary>The test shows a host that looks alike and has not the fault; CatalogTests wants one for each code.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class NearMissAttribute(string code) : Attribute
{
    public string Code { get; } = code;
}
