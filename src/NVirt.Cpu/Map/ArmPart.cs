namespace NVirt.Cpu.Map;

/// <summary>What an ARM processor is called; the list is data/arm-parts.</summary>
/// <param name="Implementer">MIDR_EL1[31:24].</param>
/// <param name="Part">MIDR_EL1[15:4].</param>
/// <param name="Name">Its name, with who made it.</param>
internal sealed record ArmPart(uint Implementer, uint Part, string Name);
