namespace NVirt.Rpc.Procedures;

/// <summary>What is known of a call, apart from its types.</summary>
/// <param name="Name">Its name, which is that of libvirt's function without <c>vir</c>.</param>
/// <param name="IsHighPriority">Whether it never waits for a guest.</param>
/// <param name="IsDenied">Whether a connection that may only read is refused it.</param>
/// <param name="Stream">Whether it opens a stream, and who sends most of its data.</param>
public sealed record ProcedureInfo(string Name, bool IsHighPriority, bool IsDenied, StreamDirection Stream);
