using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Tests.Attacks;

/// <summary>A call of the table.</summary>
/// <param name="Program">The program's number.</param>
/// <param name="Number">The procedure's number.</param>
/// <param name="Info">What is known of it.</param>
/// <param name="Arguments">The type of its arguments.</param>
/// <param name="CheckResult">Reads a result, and fails if it is not well-formed.</param>
internal sealed record TableCall(uint Program, int Number, ProcedureInfo Info, Type Arguments, Action<ReadOnlyMemory<byte>> CheckResult);
