namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>A line after which the registers of another processor follow.</summary>
/// <param name="Cpu">Its number, if the line has one.</param>
/// <param name="IsMachine">Whether what follows is about the whole machine, not one processor.</param>
internal readonly record struct RegisterHeading(int? Cpu, bool IsMachine = false);
