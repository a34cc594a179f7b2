using NVirt.Rpc.Xdr;

namespace NVirt.Rpc.Procedures;

/// <summary>A procedure of the protocol with the types of its arguments and its result.</summary>
/// <param name="Program">The program's number.</param>
/// <param name="Number">The procedure's number.</param>
/// <typeparam name="TArgs">What a call sends, or an event tells.</typeparam>
/// <typeparam name="TResult">What it is answered with.</typeparam>
public readonly record struct Procedure<TArgs, TResult>(uint Program, int Number)
    where TArgs : IXdrValue<TArgs>
    where TResult : IXdrValue<TResult>;
