namespace ContainerNet.Repairs.Running;

/// <summary>Who may do what with a file.</summary>
/// <param name="Mode">Permission bits.</param>
/// <param name="Owner">User and group; null for whoever writes it.</param>
internal sealed record FileRights(int Mode, (uint User, uint Group)? Owner = null);
