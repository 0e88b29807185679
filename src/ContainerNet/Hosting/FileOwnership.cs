using System.Runtime.InteropServices;

namespace ContainerNet.Hosting;

/// <summary>Whose a file is, and who may do what with it.</summary>
/// <param name="Mode">Permission bits (inode(7)).</param>
/// <param name="User">The owner's number.</param>
/// <param name="Group">The group's number.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FileOwnership(int Mode, uint User, uint Group);
