namespace ContainerNet.Model.Compose;

/// <summary>A network of a project.</summary>
/// <param name="Key">What services call it.</param>
/// <param name="Name">What the engine calls it.</param>
/// <param name="External">Must it be there already?</param>
/// <param name="Driver">The driver; "" when it is left to the engine.</param>
public sealed record ComposeNetwork(string Key, string Name, bool External, string Driver);
